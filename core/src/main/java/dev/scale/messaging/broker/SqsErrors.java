package dev.scale.messaging.broker;

import java.security.cert.CertificateException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns what the SDK throws, and what a batch's answer says of an entry, into our exceptions and into one line for people. */
final class SqsErrors {

    private static final int LONGEST = 600;
    private static final int MOST_CAUSES = 20;
    /** What codes of the service's older protocol begin with. */
    private static final String OLD_PREFIX = "AWS.SimpleQueueService.";

    private static final Set<String> PASSING = Set.of(
            "RequestThrottled",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "SlowDown",
            "OverLimit",
            "KmsThrottled",
            "KMS.ThrottlingException",
            "PurgeQueueInProgress",
            "QueueDeletedRecently",
            "RequestTimeTooSkewed",
            "RequestExpired",
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired");

    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "InvalidSecurity",
            "NotAuthorized",
            "OptInRequired",
            "KmsAccessDenied",
            "KMS.AccessDeniedException",
            "KmsOptInRequired",
            "KMS.OptInRequired");

    private SqsErrors() {}

    /** What an error means for us. */
    enum Kind {
        /** Not the fault of anything here; trying again later is right. */
        OUTAGE,
        /** Keys or rights. */
        REFUSED,
        NO_QUEUE,
        /** Something about the account, the queue or its encryption has to be changed. */
        SETTING,
        /** The request itself, or the entry, is at fault. */
        REQUEST
    }

    /** @param status of HTTP; 0 where there is none, as for an entry of a batch */
    static Kind kind(@Nullable String code, @Nullable String message, int status, boolean sender) {
        String name = plain(code);
        String words = message == null ? "" : message;
        if (PASSING.contains(name) || status >= 500 || status == 429 || status == 408 || isAboutClocks(words)) {
            return Kind.OUTAGE;
        }
        if (name.equals("NonExistentQueue") || name.equals("QueueDoesNotExist")) {
            return Kind.NO_QUEUE;
        }
        if (REFUSED.contains(name) || status == 401 || status == 403) {
            return Kind.REFUSED;
        }
        if (name.startsWith("Kms")
                || name.startsWith("KMS.")
                || name.equals("InvalidAddress")
                || name.equals("UnsupportedOperation")) {
            return Kind.SETTING;
        }
        return sender ? Kind.REQUEST : Kind.OUTAGE;
    }

    /** A signature of a host whose clock is wrong has the same code as one with a wrong secret. */
    private static boolean isAboutClocks(String words) {
        return words.startsWith("Signature expired") || words.startsWith("Signature not yet current");
    }

    static Kind kind(Throwable thrown) {
        AwsServiceException answer = answer(thrown);
        if (answer == null) {
            return Kind.OUTAGE;
        }
        if (answer.isThrottlingException() || answer.isClockSkewException()) {
            return Kind.OUTAGE;
        }
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        String words = details == null ? null : details.errorMessage();
        return kind(code, words, answer.statusCode(), answer.statusCode() < 500);
    }

    /** The service's answer behind an exception, if there is one. */
    static @Nullable AwsServiceException answer(Throwable thrown) {
        return cause(thrown, AwsServiceException.class);
    }

    /** Whether an answer says that the requests before it were too large together. */
    static boolean isTooLong(Throwable thrown) {
        AwsServiceException answer = answer(thrown);
        return answer != null
                && answer.awsErrorDetails() != null
                && plain(answer.awsErrorDetails().errorCode()).startsWith("BatchRequestTooLong");
    }

    /** Our exception for a failed request; {@code what} says what failed and where. */
    static BrokerException translate(String what, BrokerUrl.Host place, RuntimeException thrown) {
        BrokerException ours = cause(thrown, BrokerException.class);
        if (ours != null) {
            return ours;
        }
        if (cause(thrown, CertificateException.class) != null) {
            return TlsErrors.translate(place, BrokerTls.DEFAULT, thrown)
                    .orElseGet(() -> new BrokerException.Refused(what + ": " + describe(thrown), thrown));
        }
        String message = what + ": " + describe(thrown);
        if (answer(thrown) == null) {
            return isWithoutCredentials(thrown)
                    ? new BrokerException.Refused(
                            message + "; give keys in the broker URL, or to the AWS SDK by one of its ways", thrown)
                    : new BrokerException.Unavailable(message, thrown);
        }
        return switch (kind(thrown)) {
            case OUTAGE -> new BrokerException.Unavailable(message, thrown);
            case REFUSED ->
                new BrokerException.Refused(
                        message + "; check the keys, and that their policy allows this on the queue", thrown);
            case NO_QUEUE ->
                new BrokerException.Misconfigured(
                        what + ": there is no such queue in this region and account; create it, or name another",
                        thrown);
            case SETTING, REQUEST -> new BrokerException.Misconfigured(message, thrown);
        };
    }

    private static boolean isWithoutCredentials(Throwable thrown) {
        SdkClientException client = cause(thrown, SdkClientException.class);
        return client != null && String.valueOf(client.getMessage()).startsWith("Unable to load credentials");
    }

    /** One line: the service's words where there are some. */
    static String describe(Throwable thrown) {
        AwsServiceException answer = answer(thrown);
        if (answer != null && answer.awsErrorDetails() != null) {
            AwsErrorDetails details = answer.awsErrorDetails();
            String words = details.errorMessage();
            return oneLine(plain(details.errorCode()) + (words == null || words.isBlank() ? "" : ": " + words));
        }
        if (answer != null) {
            return "HTTP status " + answer.statusCode();
        }
        Throwable deepest = thrown;
        for (int depth = 0; depth < MOST_CAUSES && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String name = deepest.getClass().getSimpleName();
        return deepest.getMessage() == null ? name : oneLine(name + " " + deepest.getMessage());
    }

    private static String plain(@Nullable String code) {
        if (code == null) {
            return "an error without a code";
        }
        return code.startsWith(OLD_PREFIX) ? code.substring(OLD_PREFIX.length()) : code;
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
