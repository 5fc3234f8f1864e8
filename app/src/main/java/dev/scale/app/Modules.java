package dev.scale.app;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command modules of this process: those on the class path, and those in the jars of the folder {@link Setting#MODULES},
 * which are loaded together by one class loader and stay until the process ends.
 */
public final class Modules {

    private static final String SERVICE = "META-INF/services/" + CommandModule.class.getName();

    private Modules() {}

    /** All of them. Throws {@link Failure} where the folder holds none, or two of them do not go together. */
    public static List<CommandModule> of(Configuration configuration) {
        Optional<Path> folder = configuration.text(Setting.MODULES).map(Path::of);
        if (folder.isEmpty()) {
            return load(Modules.class.getClassLoader());
        }
        String where = Setting.MODULES.variable() + " is '" + folder.get() + "', ";
        ClassLoader loader = loader(folder.get(), where);
        List<CommandModule> modules;
        try {
            modules = load(loader);
            Handlers.of(groups(modules));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(where + "and a module in it does not go with another one: " + Errors.line(e));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw Failure.usage(where + "and a module in it cannot be loaded: " + Errors.line(e));
        }
        if (modules.stream().noneMatch(module -> module.getClass().getClassLoader() == loader)) {
            throw Failure.usage(where + "and no jar in it holds a command module (named in " + SERVICE + ")");
        }
        return modules;
    }

    static List<HandlerGroup<?>> groups(List<CommandModule> modules) {
        List<HandlerGroup<?>> groups = new ArrayList<>();
        modules.forEach(module -> groups.addAll(module.groups()));
        return groups;
    }

    /** Names of the command types that handlers here take. */
    public static Set<String> commandTypes(Configuration configuration) {
        return groups(of(configuration)).stream()
                .flatMap(group -> group.types().stream())
                .map(CommandType::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<CommandModule> load(ClassLoader loader) {
        return ServiceLoader.load(CommandModule.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static ClassLoader loader(Path folder, String where) {
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                jars.add(url(jar, where));
            }
            return new URLClassLoader(jars.toArray(URL[]::new), Modules.class.getClassLoader());
        } catch (IOException e) {
            throw Failure.usage(where + "which is no folder that can be read");
        }
    }

    /** A class loader would pass over a jar that it cannot read without a word. */
    private static URL url(Path jar, String where) throws MalformedURLException {
        try (JarFile readable = new JarFile(jar.toFile())) {
            return Path.of(readable.getName()).toUri().toURL();
        } catch (MalformedURLException e) {
            throw e;
        } catch (IOException e) {
            throw Failure.usage(
                    where + "and the jar " + jar.getFileName() + " in it cannot be read: " + Errors.line(e));
        }
    }
}
