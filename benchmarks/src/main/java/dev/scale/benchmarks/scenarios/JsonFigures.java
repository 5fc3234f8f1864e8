package dev.scale.benchmarks.scenarios;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** All figures as one JSON object. */
final class JsonFigures {

    private JsonFigures() {}

    static void write(Path file, Map<String, String> machine, Size size, Map<String, List<Figures>> scenarios) {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), file.toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("machine");
            machine.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeNumberProperty("commands", size.commands());
            json.writeNumberProperty("warm_ups", size.warmUps());
            json.writeNumberProperty("rounds", size.rounds());
            json.writeObjectPropertyStart("scenarios");
            scenarios.forEach((name, all) -> {
                json.writeArrayPropertyStart(name);
                all.forEach(figures -> write(json, figures));
                json.writeEndArray();
            });
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Figures figures) {
        json.writeStartObject();
        json.writeStringProperty("title", figures.title());
        if (figures instanceof Comparison comparison) {
            json.writeStringProperty("unit", comparison.unit());
            json.writeArrayPropertyStart("contenders");
            comparison.series().forEach(series -> write(json, series));
            json.writeEndArray();
        } else if (figures instanceof Waits waits) {
            json.writeStringProperty("configuration", waits.configuration());
            json.writeArrayPropertyStart("rates");
            waits.rates().forEach(rate -> write(json, rate));
            json.writeEndArray();
        } else if (figures instanceof Facts counted) {
            json.writeObjectPropertyStart("facts");
            counted.facts().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("goals");
        for (Goal goal : figures.goals()) {
            json.writeStartObject();
            json.writeStringProperty("what", goal.what());
            json.writeNumberProperty("value", goal.value());
            json.writeNumberProperty(goal.upper() ? "at_most" : "at_least", goal.bound());
            json.writeBooleanProperty("reached", goal.reached());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Waits.AtRate rate) {
        json.writeStartObject();
        json.writeNumberProperty("per_second", rate.perSecond());
        json.writeNumberProperty("commands", rate.commands());
        json.writeNumberProperty("p50_ms", rate.millis().p50());
        json.writeNumberProperty("p99_ms", rate.millis().p99());
        json.writeNumberProperty("p999_ms", rate.millis().p999());
        json.writeNumberProperty("worst_ms", rate.millis().worst());
        json.writeNumberProperty("sender_behind_ms", rate.behindMillis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Series series) {
        json.writeStartObject();
        json.writeStringProperty("name", series.contender());
        json.writeStringProperty("configuration", series.configuration());
        json.writeNumberProperty("items", series.items());
        json.writeNumberProperty("median", series.rate());
        json.writeArrayPropertyStart("turns");
        for (Sample sample : series.samples()) {
            json.writeStartObject();
            json.writeNumberProperty("seconds", sample.seconds());
            json.writeNumberProperty("cpu_own", sample.contender());
            json.writeNumberProperty("cpu_database", sample.database());
            json.writeNumberProperty("cpu_broker", sample.broker());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
