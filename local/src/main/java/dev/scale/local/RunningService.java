package dev.scale.local;

import java.util.List;

/** A service that is up: its processes, the one that serves first, and the folder that they hold until they are gone. */
record RunningService(
        Software software, String url, String description, List<GuardedProcess> processes, ServiceFolder folder)
        implements LocalService {

    @Override
    public long pid() {
        return processes.get(0).pid();
    }

    @Override
    public void close() {
        processes.forEach(GuardedProcess::stop);
        folder.close();
    }

    @Override
    public String toString() {
        return description;
    }
}
