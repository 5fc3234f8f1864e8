package dev.scale.app;

import java.util.Locale;

/** Every setting there is. The table in {@code docs/configuration.md} is printed from here. */
public enum Setting {
    BROKER_URL(
            "SCALE_BROKER_URL",
            "",
            Kind.SECRET,
            "The broker, `transport://[userid:password@]hostname[:port]//`; transport is `amqp`, `amqps` or `sqs`"
                    + " (with the region as hostname)."
                    + " Unset: what a running `scale up` has started alongside."),
    QUEUE_NAME("SCALE_QUEUE_NAME", "scale-command-messages", Kind.PLAIN, "Name of the queue, for every broker."),
    QUEUE_TYPE(
            "SCALE_QUEUE_TYPE",
            "",
            Kind.PLAIN,
            "Type of a queue that has to be declared on RabbitMQ: `quorum` or `classic` (for foreign clients that"
                    + " redeclare it). Unset: `quorum` where the server has it."),
    DATABASE_URL(
            "SCALE_DATABASE_URL",
            "",
            Kind.SECRET,
            "PostgreSQL: `postgres://`, `postgresql://` or `jdbc:postgresql:`. Unset: `DATABASE_URL`; where that is"
                    + " unset too, what a running `scale up` has started alongside."),
    BROKER_USER(
            "SCALE_BROKER_USER",
            "",
            Kind.FROM_FILE,
            "User of the broker, for SQS the access key id; goes before the one in the URL."),
    BROKER_PASSWORD(
            "SCALE_BROKER_PASSWORD",
            "",
            Kind.SECRET_FROM_FILE,
            "Password of the broker's user, for SQS the secret access key, kept out of the URL."),
    BROKER_CA_FILE(
            "SCALE_BROKER_CA_FILE",
            "",
            Kind.PLAIN,
            "PEM file with the authorities' certificates to trust for `amqps`, instead of the JVM's."),
    BROKER_CERT_FILE(
            "SCALE_BROKER_CERT_FILE",
            "",
            Kind.PLAIN,
            "PEM file with our certificate for `amqps`; where no user is given it logs in too (EXTERNAL)."),
    BROKER_KEY_FILE("SCALE_BROKER_KEY_FILE", "", Kind.PLAIN, "PEM file with its key: PKCS-8, not encrypted."),
    BROKER_VERIFY(
            "SCALE_BROKER_VERIFY",
            "on",
            Kind.PLAIN,
            "`off` takes any certificate of any host for `amqps`, with a warning: for trials only."),
    DATABASE_PASSWORD(
            "SCALE_DATABASE_PASSWORD",
            "",
            Kind.SECRET_FROM_FILE,
            "Password of the database's user, kept out of the URL."),
    HOME(
            "SCALE_HOME",
            "~/.scale",
            Kind.PLAIN,
            "Folder (mode 0700) for the data and the run file of services started alongside, for the spool of tasks, and for class data."),
    CLASS_DATA(
            "SCALE_CLASS_DATA",
            "auto",
            Kind.PLAIN,
            "`off`: neither makes nor uses the archives under `SCALE_HOME` from which short commands and `scale up` start quickly."),
    JOB_ID("SCALE_JOB_ID", "", Kind.PLAIN, "The job whose execution a task reports; goes with `SCALE_EXE_NUM`."),
    EXE_NUM("SCALE_EXE_NUM", "", Kind.PLAIN, "Number of that execution."),
    JOB_TYPE(
            "SCALE_JOB_TYPE",
            "",
            Kind.PLAIN,
            "Type of the job, for `SCALE_TASK_ERRORS` and for a job of the task's own. Unset, and a job of its own: the name"
                    + " of the command's file."),
    NODE("SCALE_NODE", "", Kind.PLAIN, "Where a task runs, in its reports. Unset: the name of the host."),
    OUTPUT_FILE(
            "SCALE_OUTPUT_FILE",
            "",
            Kind.PLAIN,
            "File in which a task's command leaves the job's output, any JSON value. Unset: `scale task run` names a"
                    + " temporary one to the command."),
    TASK_ERRORS(
            "SCALE_TASK_ERRORS",
            "",
            Kind.PLAIN,
            "File that names errors: lines `JOB-TYPE EXIT-CODE NAME`, with `*` for any type. Unset: `exit-N`, `signal-N`,"
                    + " `timeout`."),
    TASK_TIMEOUT("SCALE_TASK_TIMEOUT", "", Kind.PLAIN, "Longest run of a task's command: then it gets SIGTERM."),
    TASK_GRACE(
            "SCALE_TASK_GRACE",
            "10s",
            Kind.PLAIN,
            "How long it may then take to end, with all the processes that it has started: then they get SIGKILL."),
    HANDLER_THREADS(
            "SCALE_HANDLER_THREADS",
            "2",
            Kind.PLAIN,
            "Consuming threads of a handler process, each with one database connection."),
    BATCH_SIZE("SCALE_BATCH_SIZE", "500", Kind.PLAIN, "Most commands a batch."),
    MODULES(
            "SCALE_MODULES",
            "",
            Kind.PLAIN,
            "Folder with jars of your own command modules, for `handler`, `up`, `migrate` and `doctor`."),
    HANDLE_LIMIT(
            "SCALE_HANDLE_LIMIT",
            "60s",
            Kind.PLAIN,
            "Longest handling of one group's commands of a batch: then it is interrupted; at three times as much the process halts."),
    DRAIN_LIMIT("SCALE_DRAIN_LIMIT", "30s", Kind.PLAIN, "Longest wait at stop for the batches in work."),
    MAX_ATTEMPTS(
            "SCALE_MAX_ATTEMPTS",
            "5",
            Kind.PLAIN,
            "Attempts at a command that fails, with delays of 1 s and then four times as long each; then it is a dead letter."),
    EARLY_LIMIT(
            "SCALE_EARLY_LIMIT",
            "24h",
            Kind.PLAIN,
            "How long an early command (unknown job or type, number ahead) is tried again; then it is a dead letter."),
    INBOX_RETENTION(
            "SCALE_INBOX_RETENTION",
            "15d",
            Kind.PLAIN,
            "How long an ended try is remembered, more than 1 day; a command that was published longer ago, less a day, is a"
                    + " dead letter where remembering matters."),
    JOB_RETENTION(
            "SCALE_JOB_RETENTION",
            "",
            Kind.PLAIN,
            "How long jobs are kept after they were completed, failed for good or were canceled, with their executions, and dead"
                    + " letters after they were replayed or discarded; at least 1 h, the same for all handlers. Unset: for ever."),
    MAX_BODY("SCALE_MAX_BODY", "1MiB", Kind.PLAIN, "Largest body sent or decoded."),
    MIGRATE(
            "SCALE_MIGRATE",
            "auto",
            Kind.PLAIN,
            "`check`: a handler changes no tables and refuses to start on older ones than it needs; `scale migrate` makes"
                    + " them."),
    HTTP_PORT(
            "SCALE_HTTP_PORT",
            "8484",
            Kind.PLAIN,
            "Port of the dashboard, metrics and health of `scale up` and `scale handler --http`; 0: any free one. Where it is not set"
                    + " and 8484 is taken, a free one is used."),
    HTTP_BIND(
            "SCALE_HTTP_BIND",
            "127.0.0.1",
            Kind.PLAIN,
            "Address that they listen on; one that others can reach needs `SCALE_HTTP_TOKEN`."),
    HTTP_TOKEN(
            "SCALE_HTTP_TOKEN",
            "",
            Kind.SECRET_FROM_FILE,
            "Secret that they ask for, of at least 16 characters. Unset: none is needed on this host."),
    HTTP_READ_TOKEN(
            "SCALE_HTTP_READ_TOKEN",
            "",
            Kind.SECRET_FROM_FILE,
            "Another secret, for those who may only look (also for Prometheus)."),
    LOG_FORMAT("SCALE_LOG_FORMAT", "text", Kind.PLAIN, "`text` or `json`, one line a record.");

    private enum Kind {
        PLAIN,
        SECRET,
        FROM_FILE,
        SECRET_FROM_FILE
    }

    private final String variable;
    private final String defaultValue;
    private final Kind kind;
    private final String meaning;

    Setting(String variable, String defaultValue, Kind kind, String meaning) {
        this.variable = variable;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The environment variable. */
    public String variable() {
        return variable;
    }

    /** Empty where there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Whether its value must never be shown. */
    public boolean secret() {
        return kind == Kind.SECRET || kind == Kind.SECRET_FROM_FILE;
    }

    /** Whether {@link #fileVariable} may name a file that holds the value. */
    public boolean mayComeFromFile() {
        return kind == Kind.FROM_FILE || kind == Kind.SECRET_FROM_FILE;
    }

    /** The environment variable that names a file with the value. */
    public String fileVariable() {
        return variable + "_FILE";
    }

    /** All settings as a Markdown table. */
    public static String table() {
        StringBuilder table = new StringBuilder("| variable | default | meaning |\n|---|---|---|\n");
        for (Setting setting : values()) {
            String names = "`" + setting.variable + "`"
                    + (setting.mayComeFromFile() ? ", `" + setting.fileVariable() + "`" : "");
            String value = setting.defaultValue.isEmpty() ? "–" : "`" + setting.defaultValue + "`";
            table.append(String.format(Locale.ROOT, "| %s | %s | %s |%n", names, value, setting.meaning));
        }
        return table.toString().replace(System.lineSeparator(), "\n");
    }
}
