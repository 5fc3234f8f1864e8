package dev.scale.app;

import dev.scale.app.deadletters.DeadLettersCommand;
import dev.scale.app.demo.DemoCommand;
import dev.scale.app.doctor.DoctorCommand;
import dev.scale.app.jobs.JobsCommand;
import dev.scale.app.task.SpoolCommand;
import dev.scale.app.task.TaskCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/** The commands of the program by name. */
final class Commands {

    private static final Map<String, Function<Console, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("up", UpCommand::new);
        COMMANDS.put("handler", HandlerCommand::new);
        COMMANDS.put("send", SendCommand::new);
        COMMANDS.put("echo", EchoCommand::new);
        COMMANDS.put("jobs", JobsCommand::line);
        COMMANDS.put("dead-letters", DeadLettersCommand::line);
        COMMANDS.put("audit", AuditCommand::new);
        COMMANDS.put("task", TaskCommand::line);
        COMMANDS.put("spool", SpoolCommand::line);
        COMMANDS.put("queue", QueueCommand::line);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("migrate", MigrateCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("iam-policy", IamPolicyCommand::new);
    }

    private Commands() {}

    /** Adds the command that is asked for, or all: reading the annotations of one only is a good part of a quick start. */
    static void add(CommandLine line, List<String> arguments, Console console) {
        Optional<String> asked = arguments.stream()
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter(COMMANDS::containsKey);
        COMMANDS.forEach((name, command) -> {
            if (asked.isEmpty() || asked.get().equals(name)) {
                line.addSubcommand(name, command.apply(console));
            }
        });
    }
}
