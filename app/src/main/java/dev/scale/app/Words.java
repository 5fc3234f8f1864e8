package dev.scale.app;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Options that take one of a few words: in errors as in help the words are those that {@code toString} gives, in any case. */
final class Words {

    private Words() {}

    /** For all options of the program's commands and of the commands below them. */
    static void readIn(CommandLine program) {
        for (CommandLine command : program.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                for (Class<?> type : option.auxiliaryTypes()) {
                    if (type.isEnum()) {
                        register(command, type);
                    }
                }
            }
            readIn(command);
        }
    }

    private static <T> void register(CommandLine command, Class<T> type) {
        command.registerConverter(
                type,
                given -> Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.toString().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException("'" + given + "' is none of " + list(type))));
    }

    private static String list(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }
}
