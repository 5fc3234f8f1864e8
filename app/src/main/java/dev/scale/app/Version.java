package dev.scale.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this program is: its version and the commit that it was built from, written down by the build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream properties = Version.class.getResourceAsStream("version.properties")) {
            built.load(properties);
        }
        return new String[] {line(built.getProperty("version"), built.getProperty("commit"))};
    }

    /** A build without git leaves the commit empty, or the name of the variable that would have been replaced. */
    static String line(String version, String commit) {
        boolean unknown = commit.isBlank() || commit.startsWith("$");
        return "scale " + version + (unknown ? "" : " (commit " + commit + ")");
    }
}
