package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of the log, as {@code SCALE_LOG_FORMAT} has it. */
class LogFormatTest {

    private static final Map<String, String> ABOUT =
            new TreeMap<>(Map.of("message_id", "m-1", "type", "running_jobs", "job", "5", "attempt", "2"));

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void jsonIsOneObjectALineWithTheMessageAsItIsReadAndWhatItIsAbout() throws JoranException {
        String line = line("logback-json.xml", ABOUT, new IllegalStateException("bad\nluck"));

        assertThat(line.strip()).doesNotContain("\n");
        JsonNode record = JsonMapper.shared().readTree(line);
        assertThat(record.get("level").asString()).isEqualTo("WARN");
        assertThat(record.get("formattedMessage").asString()).isEqualTo("it \"failed\" 3 times\nin all");
        for (Map.Entry<String, String> field : ABOUT.entrySet()) {
            assertThat(record.get("mdc").get(field.getKey()).asString()).isEqualTo(field.getValue());
        }
        assertThat(record.get("throwable").get("message").asString()).isEqualTo("bad\nluck");
    }

    @Test
    void textNamesWhatItIsAboutWhereItIsAboutACommand() throws JoranException {
        assertThat(line("logback.xml", ABOUT, null))
                .endsWith("WARN  Some - [attempt=2, job=5, message_id=m-1, type=running_jobs]"
                        + " it \"failed\" 3 times in all\n");
        assertThat(line("logback.xml", Map.of(), null)).endsWith("WARN  Some - it \"failed\" 3 times in all\n");
    }

    @SuppressWarnings("unchecked")
    private String line(String configuration, Map<String, String> about, @Nullable Throwable failure)
            throws JoranException {
        context.reset();
        context.setMDCAdapter(new BasicMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getClassLoader().getResource(configuration));
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        LoggingEvent event = new LoggingEvent(
                LogFormatTest.class.getName(),
                context.getLogger("dev.scale.Some"),
                Level.WARN,
                "it \"failed\" {} times\nin all",
                failure,
                new Object[] {3});
        event.setMDCPropertyMap(about);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
