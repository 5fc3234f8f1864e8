package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns what an existing queue is like. AMQP cannot be asked for it, but refuses to declare the queue again in another way, naming
 * one difference each time. Declaring it in its own way changes nothing.
 */
final class AmqpQueueProbe {

    private static final int MOST_QUESTIONS = 10;

    /** The words of RabbitMQ: inequivalent arg 'durable' for queue 'q' in vhost '/': received 'true' but current is 'false'. */
    private static final Pattern DIFFERENCE =
            Pattern.compile(".*inequivalent arg '([^']+)' for queue .* received .* but current is (.*)");

    private static final Pattern VALUE = Pattern.compile("[^']*'([^']*)'(?: of type '([^']*)')?.*");

    private final String name;
    private final Map<String, Object> ours;

    AmqpQueueProbe(String name, Map<String, Object> ours) {
        this.name = name;
        this.ours = ours;
    }

    /** A way to declare the queue. */
    record Declaration(boolean durable, boolean autoDelete, Map<String, Object> arguments) {}

    interface Question {
        void declare(Declaration declaration) throws IOException;
    }

    Map<String, String> ask(Question question) {
        Declaration declaration = new Declaration(true, false, ours);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < MOST_QUESTIONS; i++) {
            try {
                question.declare(declaration);
                return facts(declaration, differences);
            } catch (IOException | ShutdownSignalException refused) {
                AmqpErrors.Reply reply = AmqpErrors.reply(refused);
                Matcher words = DIFFERENCE.matcher(reply == null ? "" : reply.text());
                if (reply != null && reply.code() == AMQP.ACCESS_REFUSED) {
                    return Map.of(
                            "rights", "none to configure the queue, so that its type and arguments are not known");
                }
                if (reply == null) {
                    throw AmqpErrors.translate("cannot ask what queue '" + name + "' is like", refused);
                }
                if (!words.matches()) {
                    return Map.of("differs", AmqpErrors.describe(refused)); // another broker's words
                }
                String argument = words.group(1);
                String current = words.group(2);
                differences.add(argument + " is " + current);
                declaration = with(declaration, argument, current);
            }
        }
        return Map.of("differs", String.join("; ", differences));
    }

    private static Declaration with(Declaration declaration, String argument, String current) {
        Object value = value(current);
        switch (argument) {
            case "durable" -> {
                return new Declaration("true".equals(value), declaration.autoDelete(), declaration.arguments());
            }
            case "auto_delete" -> {
                return new Declaration(declaration.durable(), "true".equals(value), declaration.arguments());
            }
            default -> {
                Map<String, Object> arguments = new HashMap<>(declaration.arguments());
                arguments.remove(argument);
                if (value != null) {
                    arguments.put(argument, value);
                }
                return new Declaration(declaration.durable(), declaration.autoDelete(), arguments);
            }
        }
    }

    private static @Nullable Object value(String words) {
        Matcher value = VALUE.matcher(words);
        if (!value.matches()) {
            return null; // none
        }
        String type = value.group(2);
        boolean number =
                type != null && !type.equals("longstr") && value.group(1).matches("-?\\d{1,18}");
        return number ? (Object) Long.valueOf(value.group(1)) : value.group(1);
    }

    private Map<String, String> facts(Declaration found, List<String> differences) {
        Map<String, String> facts = new LinkedHashMap<>();
        Object type = found.arguments().get("x-queue-type");
        if (type != null || ours.containsKey("x-queue-type")) {
            facts.put("queue-type", type == null ? "classic" : type.toString());
        }
        facts.put("durable", found.durable() ? "yes" : "no");
        if (found.arguments().get("x-delivery-limit") instanceof Number limit && limit.longValue() >= 0) {
            facts.put("delivery-limit", limit.toString());
        }
        if (!differences.isEmpty()) {
            facts.put("differs", String.join("; ", differences));
        }
        return facts;
    }
}
