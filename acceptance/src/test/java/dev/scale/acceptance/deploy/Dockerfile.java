package dev.scale.acceptance.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The instructions of a Dockerfile, with arguments that have a default filled in. */
record Dockerfile(List<Instruction> instructions) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

    /** One instruction; {@code stage} counts the FROMs. */
    record Instruction(int stage, String name, String text) {
        List<String> words() {
            return List.of(text.split("\\s+"));
        }

        /** The exec form. */
        List<String> json() {
            return JsonMapper.shared().readValue(text.substring(text.indexOf('[')), new TypeReference<>() {});
        }
    }

    static Dockerfile read(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("(?m)^#.*\\n", "").replaceAll("\\\\\\n\\s*", "");
        List<Instruction> instructions = new ArrayList<>();
        Map<String, String> arguments = new LinkedHashMap<>();
        int stage = 0;
        for (String line : joined.lines().filter(line -> !line.isBlank()).toList()) {
            String name = line.substring(0, line.indexOf(' '));
            String text = filled(line.substring(line.indexOf(' ') + 1).strip(), arguments);
            if (name.equals("ARG")) {
                String[] parts = text.split("=", 2);
                arguments.put(parts[0], parts.length == 1 ? "" : parts[1]);
            } else if (name.equals("FROM")) {
                stage++;
            }
            instructions.add(new Instruction(stage, name, text));
        }
        return new Dockerfile(instructions);
    }

    Instruction last(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String filled(String text, Map<String, String> arguments) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (variable.find()) {
            String value = arguments.getOrDefault(variable.group(1), variable.group());
            variable.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(filled).toString();
    }
}
