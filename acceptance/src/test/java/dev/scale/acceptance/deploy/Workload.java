package dev.scale.acceptance.deploy;

import static dev.scale.acceptance.deploy.DeployFiles.at;
import static dev.scale.acceptance.deploy.DeployFiles.map;
import static dev.scale.acceptance.deploy.DeployFiles.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A resource of Kubernetes that makes pods of one container. */
record Workload(Map<String, Object> resource) {

    static List<Workload> in(List<Map<String, Object>> resources) {
        return resources.stream()
                .filter(resource ->
                        at(resource, "spec", "template", "spec", "containers").isPresent())
                .map(Workload::new)
                .toList();
    }

    static Workload named(String name, List<Map<String, Object>> resources) {
        return in(resources).stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no workload " + name));
    }

    String name() {
        return at(resource, "metadata", "name").orElseThrow().toString();
    }

    Map<String, Object> pod() {
        return map(at(resource, "spec", "template", "spec").orElseThrow());
    }

    Map<String, Object> labels() {
        return map(at(resource, "spec", "template", "metadata", "labels").orElseThrow());
    }

    Map<String, Object> container() {
        List<Map<String, Object>> containers = maps(pod(), "containers");
        if (containers.size() != 1) {
            throw new AssertionError(name() + " has " + containers.size() + " containers");
        }
        return containers.get(0);
    }

    Optional<Object> ofContainer(Object... path) {
        return at(container(), path);
    }

    /** Variables by name, whatever they come from. */
    Map<String, Map<String, Object>> environment() {
        Map<String, Map<String, Object>> environment = new LinkedHashMap<>();
        maps(container(), "env")
                .forEach(entry -> environment.put(entry.get("name").toString(), entry));
        return environment;
    }
}
