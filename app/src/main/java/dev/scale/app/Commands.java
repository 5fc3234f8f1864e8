package dev.scale.app;

import dev.scale.app.deadletters.DeadLettersCommand;
import dev.scale.app.demo.DemoCommand;
import dev.scale.app.doctor.DoctorCommand;
import dev.scale.app.jobs.JobsCommand;
import dev.scale.app.task.SpoolCommand;
import dev.scale.app.task.TaskCommand;
import java.util.List;
import picocli.CommandLine;

/** The commands of the program by name. */
final class Commands {

    private static final List<String> NAMES = List.of(
            "demo",
            "up",
            "handler",
            "send",
            "echo",
            "jobs",
            "dead-letters",
            "audit",
            "task",
            "spool",
            "queue",
            "status",
            "doctor",
            "migrate",
            "completion",
            "iam-policy");

    private Commands() {}

    /** Adds the command that is asked for, or all: to read the annotations of one only is a good part of a quick start. */
    static void add(CommandLine line, List<String> arguments, Console console) {
        String asked = "";
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                asked = argument;
                break;
            }
        }
        for (String name : NAMES.contains(asked) ? List.of(asked) : NAMES) {
            line.addSubcommand(name, command(name, console));
        }
    }

    /** A map of constructors would load the classes of all commands. */
    private static Object command(String name, Console console) {
        return switch (name) {
            case "demo" -> new DemoCommand(console);
            case "up" -> new UpCommand(console);
            case "handler" -> new HandlerCommand(console);
            case "send" -> SendCommand.spec(console);
            case "echo" -> EchoCommand.spec(console);
            case "jobs" -> JobsCommand.line(console);
            case "dead-letters" -> DeadLettersCommand.line(console);
            case "audit" -> new AuditCommand(console);
            case "task" -> TaskCommand.line(console);
            case "spool" -> SpoolCommand.line(console);
            case "queue" -> QueueCommand.line(console);
            case "status" -> new StatusCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case "migrate" -> new MigrateCommand(console);
            case "completion" -> new CompletionCommand(console);
            case "iam-policy" -> new IamPolicyCommand(console);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
