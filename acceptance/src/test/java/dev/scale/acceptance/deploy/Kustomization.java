package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Renders a folder as Kustomize does, as far as ours use it; what it does not know it refuses. */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "components", "patches", "images");

    private Kustomization() {}

    /** Every resource of a folder, patched. */
    static List<Map<String, Object>> rendered(Path folder) {
        return rendered(folder, List.of());
    }

    /** The same with a component that the folder does not name. */
    static List<Map<String, Object>> renderedWith(Path folder, Path component) {
        return rendered(component, rendered(folder));
    }

    private static List<Map<String, Object>> rendered(Path folder, List<Map<String, Object>> given) {
        Map<String, Object> file =
                DeployFiles.yaml(folder.resolve("kustomization.yaml")).get(0);
        if (!KNOWN.containsAll(file.keySet())) {
            throw new IllegalArgumentException(folder + ": not known here: " + file.keySet());
        }
        List<Map<String, Object>> resources = new ArrayList<>(given);
        for (Object name : list(file, "resources")) {
            Path named = folder.resolve(name.toString()).normalize();
            resources.addAll(Files.isDirectory(named) ? rendered(named) : DeployFiles.yaml(named));
        }
        for (Object name : list(file, "components")) {
            resources = rendered(folder.resolve(name.toString()).normalize(), resources);
        }
        for (Map<String, Object> patch : maps(file, "patches")) {
            for (Map<String, Object> document :
                    DeployFiles.yaml(folder.resolve(patch.get("path").toString()))) {
                apply(document, resources);
            }
        }
        for (Map<String, Object> image : maps(file, "images")) {
            resources.replaceAll(resource -> map(tagged(resource, image)));
        }
        return resources;
    }

    private static void apply(Map<String, Object> patch, List<Map<String, Object>> resources) {
        for (int i = 0; i < resources.size(); i++) {
            if (identity(resources.get(i)).equals(identity(patch))) {
                resources.set(i, StrategicMerge.merged(resources.get(i), patch));
                return;
            }
        }
        throw new IllegalArgumentException("a patch for " + identity(patch) + " matches nothing");
    }

    /** Kind, version and name. */
    static String identity(Map<String, Object> resource) {
        return resource.get("apiVersion") + " " + resource.get("kind") + " "
                + at(resource, "metadata", "name").orElseThrow();
    }

    private static Object tagged(Object value, Map<String, Object> image) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> tagged(element, image)).toList();
        }
        if (!(value instanceof Map<?, ?> old)) {
            return value;
        }
        Map<String, Object> tagged = new LinkedHashMap<>();
        map(old).forEach((name, child) -> tagged.put(
                name,
                name.equals("image") && image.get("name").equals(child)
                        ? child + ":" + image.get("newTag")
                        : tagged(child, image)));
        return tagged;
    }

    private static List<?> list(Map<String, Object> file, String name) {
        return (List<?>) file.getOrDefault(name, List.of());
    }
}
