package dev.scale.acceptance.program;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.HandlerGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A command module in a jar, whose tables have as many versions as a test wants. */
public final class GrowingModule implements CommandModule {

    private static final String FOLDER = "growing/schema";

    @Override
    public String name() {
        return "growing";
    }

    @Override
    public List<HandlerGroup<?>> groups() {
        return List.of();
    }

    @Override
    public Optional<String> migrations() {
        return Optional.of(FOLDER);
    }

    /** Packs it with its first versions. */
    static Path jar(Path file, int versions) throws IOException {
        String classFile = GrowingModule.class.getName().replace('.', '/') + ".class";
        try (OutputStream stream = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(stream);
                InputStream code = GrowingModule.class.getClassLoader().getResourceAsStream(classFile)) {
            entry(jar, classFile, code.readAllBytes());
            entry(jar, "META-INF/services/" + CommandModule.class.getName(), text(GrowingModule.class.getName()));
            // by which the class path is searched
            entry(jar, "growing/", new byte[0]);
            entry(jar, FOLDER + "/", new byte[0]);
            for (int version = 1; version <= versions; version++) {
                String sql = "create table scale.growing_" + version + " (id bigint)";
                entry(jar, FOLDER + "/V" + version + "__table.sql", text(sql));
            }
        }
        return file;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
    }
}
