package dev.scale.acceptance.deploy;

import dev.scale.app.Setting;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The files under {@code deploy/}, and what they may name. */
final class DeployFiles {

    static final Path ROOT = Path.of("..", "deploy").toAbsolutePath().normalize();

    private DeployFiles() {}

    /** All that are not made by the build. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(ROOT.resolve("target")))
                    .sorted()
                    .toList();
        }
    }

    /** {@code images.properties}: images by name, and ports. */
    static Properties known() throws IOException {
        Properties known = new Properties();
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("images.properties"))) {
            known.load(reader);
        }
        return known;
    }

    static String image(String name) throws IOException {
        return known().getProperty(name);
    }

    static Set<String> images() throws IOException {
        return values(name -> !name.startsWith("port."));
    }

    static Set<String> ports() throws IOException {
        return values(name -> name.startsWith("port."));
    }

    private static Set<String> values(Predicate<String> wanted) throws IOException {
        Properties known = known();
        return known.stringPropertyNames().stream()
                .filter(wanted)
                .map(known::getProperty)
                .collect(Collectors.toSet());
    }

    /** Every variable of the registry, and those of files. */
    static Set<String> variables() {
        return Stream.concat(
                        Stream.of("DATABASE_URL", "SCALE_JAVA_OPTS"),
                        Arrays.stream(Setting.values())
                                .flatMap(setting -> setting.mayComeFromFile()
                                        ? Stream.of(setting.variable(), setting.fileVariable())
                                        : Stream.of(setting.variable())))
                .collect(Collectors.toSet());
    }

    /** All documents of a YAML file, with merge keys carried out. */
    static List<Map<String, Object>> yaml(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Load load =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build());
            return StreamSupport.stream(load.loadAllFromReader(reader).spliterator(), false)
                    .map(document -> map(merged(document)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A template's rendering has no file; its text is given. */
    static Map<String, Object> json(String text) {
        return JsonMapper.shared().readValue(text, new TypeReference<>() {});
    }

    static Map<String, Object> json(Path file) {
        try {
            return json(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value at a path of names and, in lists, positions. */
    static Optional<Object> at(Object value, Object... path) {
        Object found = value;
        for (Object step : path) {
            if (found instanceof Map<?, ?> map) {
                found = map.get(step);
            } else if (found instanceof List<?> list && step instanceof Integer index && index < list.size()) {
                found = list.get(index);
            } else {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(found);
    }

    /** The list at a path, empty where there is none. */
    static List<Map<String, Object>> maps(Object value, Object... path) {
        return at(value, path)
                .map(found -> ((List<?>) found).stream().map(DeployFiles::map).toList())
                .orElse(List.of());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object merged(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(DeployFiles::merged).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        if (map.get("<<") instanceof Map<?, ?> base) {
            merged.putAll(map(merged(base)));
        }
        map.forEach((key, child) -> {
            if (!"<<".equals(key)) {
                merged.put(String.valueOf(key), merged(child));
            }
        });
        return merged;
    }
}
