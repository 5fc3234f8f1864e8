package dev.scale.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that are declared in code, as by the commands that run as often as tasks do: the reading of annotations would take
 * them a third of their time. Elsewhere annotations are shorter.
 */
public final class Declared {

    private Declared() {}

    /** A command with {@code --help} and {@code --version}, which annotated ones have by {@code mixinStandardHelpOptions}. */
    public static CommandSpec command(String name, Object command) {
        return CommandSpec.wrapWithoutInspection(command)
                .name(name)
                .versionProvider(new Version())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }

    /** An option that is there, true, or is not, false. */
    public static OptionSpec.Builder flag(String name) {
        return OptionSpec.builder(name).type(boolean.class).defaultValue("false");
    }

    /** An option with a text; null where it is not given. */
    public static OptionSpec.Builder text(String label, String... names) {
        return OptionSpec.builder(names).type(String.class).paramLabel(label);
    }

    /** An option with a number. */
    public static OptionSpec.Builder number(String label, Class<? extends Number> type, String... names) {
        return OptionSpec.builder(names).type(type).paramLabel(label);
    }
}
