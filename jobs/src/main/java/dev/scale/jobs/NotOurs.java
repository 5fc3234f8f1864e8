package dev.scale.jobs;

import dev.scale.messaging.BodyCodec;
import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A command of the predecessor (ngageoint/scale) that has no counterpart here. Its type will not become known by waiting,
 * as that of a rolling upgrade may: it is a dead letter at once.
 */
record NotOurs() {

    static final List<String> TYPES = List.of(
            "blocked_jobs",
            "cancel_jobs_bulk",
            "create_batch_recipes",
            "create_conditions",
            "create_ingest_jobs",
            "create_jobs",
            "create_recipes",
            "delete_files",
            "move_files",
            "pending_jobs",
            "process_condition",
            "process_job_input",
            "process_recipe_input",
            "publish_job",
            "purge_jobs",
            "purge_recipe",
            "purge_source_file",
            "requeue_jobs_bulk",
            "restart_scheduler",
            "spawn_delete_files_job",
            "supersede_recipe_nodes",
            "uncancel_jobs",
            "unpublish_jobs",
            "update_batch_metrics",
            "update_recipe",
            "update_recipe_definition",
            "update_recipe_metrics");

    static HandlerGroup<NotOurs> group() {
        BodyCodec<NotOurs> codec = new Codec();
        List<CommandType<? extends NotOurs>> types = new ArrayList<>();
        TYPES.forEach(name -> types.add(CommandType.of(name, codec)));
        return HandlerGroup.<NotOurs>of(
                        "not-ours",
                        types,
                        CommandHandler.each((command, unit) -> unit.reject(
                                command,
                                "not ours: '" + command.type() + "' is a command of the predecessor that has no"
                                        + " counterpart here; send it to the predecessor's own queue")))
                .idempotent(command -> true);
    }

    private static final class Codec implements BodyCodec<NotOurs> {

        @Override
        public NotOurs read(JsonParser parser) {
            parser.nextToken();
            parser.skipChildren();
            return new NotOurs();
        }

        @Override
        public void write(NotOurs body, JsonGenerator out) {
            throw new UnsupportedOperationException("commands of the predecessor are not sent");
        }
    }
}
