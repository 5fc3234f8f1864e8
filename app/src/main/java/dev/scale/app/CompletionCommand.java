package dev.scale.app;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code scale completion}: the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print the script by which the shell completes commands, options and their words.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(scale completion bash)                              this shell",
            "  scale completion bash > /etc/bash_completion.d/scale         every one",
            "  scale completion zsh >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    private static final String ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    private enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine program = new ScaleCommand(console).line();
        Commands.add(program, List.of(), console);
        console.out().print((shell == Shell.ZSH ? ZSH : "") + withFiles(AutoComplete.bash("scale", program)));
        console.out().flush();
        return ExitCode.OK;
    }

    /** Without the lines that keep bash from completing the names of files, which bodies and many options are. */
    private static String withFiles(String script) {
        return script.lines()
                .filter(line -> !line.contains("compopt +o default"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
