package dev.scale.app.doctor;

import dev.scale.app.ExitCode;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param topic what it belongs to, such as {@code queue}
 * @param what is the case
 * @param why it matters; empty where all is well
 * @param mend the command or change that mends it; empty where all is well
 * @param exitCode what it makes of the program's, 0 unless it is an error
 */
record Finding(Severity severity, String topic, String what, String why, String mend, int exitCode) {

    enum Severity {
        OK,
        /** It works, but not as well or as safely as it should; or soon it will not. */
        WARNING,
        /** It does not work, or loses commands. */
        ERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String topic, String what) {
        return new Finding(Severity.OK, topic, what, "", "", ExitCode.OK);
    }

    static Finding warning(String topic, String what, String why, String mend) {
        return new Finding(Severity.WARNING, topic, what, why, mend, ExitCode.OK);
    }

    static Finding error(String topic, String what, String why, String mend) {
        return error(topic, what, why, mend, ExitCode.FAILED);
    }

    static Finding error(String topic, String what, String why, String mend, int exitCode) {
        return new Finding(Severity.ERROR, topic, what, why, mend, exitCode);
    }
}
