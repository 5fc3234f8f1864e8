package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kubernetes' strategic merge, as far as the patches here use it: maps, lists of named things, null to remove. */
final class StrategicMerge {

    /** Lists whose elements are the same thing where this member is equal; all others are replaced as a whole. */
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath");

    private StrategicMerge() {}

    static Map<String, Object> merged(Map<String, Object> target, Map<String, Object> patch) {
        Map<String, Object> merged = new LinkedHashMap<>(target);
        patch.forEach((name, value) -> {
            if (name.startsWith("$")) {
                throw new IllegalArgumentException("a directive that is not known here: " + name);
            } else if (value == null) {
                if (merged.remove(name) == null) {
                    throw new IllegalArgumentException("nothing to remove: " + name);
                }
            } else if (value instanceof Map && merged.get(name) instanceof Map) {
                merged.put(name, merged(map(merged.get(name)), map(value)));
            } else if (value instanceof List<?> list
                    && merged.get(name) instanceof List<?> old
                    && KEYS.containsKey(name)) {
                merged.put(name, mergedLists(old, list, KEYS.get(name)));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** New elements go first, as Kustomize has it. */
    private static List<Object> mergedLists(List<?> target, List<?> patch, String key) {
        List<Object> merged = new ArrayList<>(target);
        List<Object> added = new ArrayList<>();
        for (Object element : patch) {
            Object name = map(element).get(key);
            int same = 0;
            while (same < merged.size() && !map(merged.get(same)).get(key).equals(name)) {
                same++;
            }
            if (same == merged.size()) {
                added.add(element);
            } else {
                merged.set(same, merged(map(merged.get(same)), map(element)));
            }
        }
        added.addAll(merged);
        return added;
    }
}
