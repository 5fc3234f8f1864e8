package dev.scale.acceptance.broker.sqs;

/**
 * An error that SQS answers with.
 *
 * @param type the shape's name in the JSON protocol
 * @param code the code of the older protocol, which the SDK reports
 * @param sender whether it blames the sender
 */
public record SqsError(int status, String type, String code, boolean sender, String message) {

    public static final SqsError THROTTLED = new SqsError(
            400, "com.amazonaws.sqs#RequestThrottled", "RequestThrottled", true, "The request was denied: throttled.");
    public static final SqsError TOO_MANY_REQUESTS = new SqsError(
            400, "com.amazon.coral.service#ThrottlingException", "ThrottlingException", true, "Rate exceeded");
    public static final SqsError OVER_LIMIT =
            new SqsError(403, "com.amazonaws.sqs#OverLimit", "OverLimit", true, "Too many messages in flight.");
    public static final SqsError INTERNAL = new SqsError(
            500,
            "com.amazon.coral.service#InternalFailure",
            "InternalFailure",
            false,
            "We encountered an internal error. Please try again.");
    public static final SqsError UNAVAILABLE = new SqsError(
            503,
            "com.amazon.coral.service#ServiceUnavailableException",
            "ServiceUnavailable",
            false,
            "Service is unavailable, try again.");
    public static final SqsError EXPIRED_TOKEN = new SqsError(
            403,
            "com.amazon.coral.service#ExpiredTokenException",
            "ExpiredToken",
            true,
            "The security token included in the request is expired");
    public static final SqsError TIME_TOO_SKEWED = new SqsError(
            403,
            "com.amazon.coral.service#RequestTimeTooSkewed",
            "RequestTimeTooSkewed",
            true,
            "The difference between the request time and the current time is too large.");
    public static final SqsError SIGNATURE_EXPIRED = new SqsError(
            403,
            "com.amazon.coral.service#InvalidSignatureException",
            "SignatureDoesNotMatch",
            true,
            "Signature expired: 20200101T000000Z is now earlier than 20200101T010000Z (20200101T011500Z - 15 min.)");
    public static final SqsError WRONG_SECRET = new SqsError(
            403,
            "com.amazon.coral.service#InvalidSignatureException",
            "SignatureDoesNotMatch",
            true,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                    + " Access Key and signing method.");
    public static final SqsError UNKNOWN_KEY = new SqsError(
            403,
            "com.amazon.coral.service#UnrecognizedClientException",
            "InvalidClientTokenId",
            true,
            "The security token included in the request is invalid.");
    public static final SqsError NO_CREDENTIALS = new SqsError(
            403,
            "com.amazon.coral.service#MissingAuthenticationTokenException",
            "MissingAuthenticationToken",
            true,
            "Request is missing Authentication Token");
    public static final SqsError ACCESS_DENIED = new SqsError(
            403,
            "com.amazon.coral.service#AccessDeniedException",
            "AccessDenied",
            true,
            "User: arn:aws:iam::000000000000:user/test is not authorized to perform this on the resource");
    public static final SqsError NO_QUEUE = new SqsError(
            400,
            "com.amazonaws.sqs#QueueDoesNotExist",
            "AWS.SimpleQueueService.NonExistentQueue",
            true,
            "The specified queue does not exist.");
    public static final SqsError PURGE_IN_PROGRESS = new SqsError(
            403,
            "com.amazonaws.sqs#PurgeQueueInProgress",
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            true,
            "Only one PurgeQueue operation is allowed every 60 seconds.");
    static final SqsError EMPTY_BATCH = batch("EmptyBatchRequest", "There should be at least one entry.");
    static final SqsError TOO_MANY_ENTRIES =
            batch("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10.");
    static final SqsError IDS_NOT_DISTINCT = batch("BatchEntryIdsNotDistinct", "Ids of a batch must differ.");
    static final SqsError INVALID_ENTRY_ID =
            batch("InvalidBatchEntryId", "An id holds letters, digits, hyphens and underscores, at most 80.");
    static final SqsError BATCH_TOO_LONG =
            batch("BatchRequestTooLong", "Batch requests cannot be longer than the limit.");
    static final SqsError NOT_IN_FLIGHT = batch("MessageNotInflight", "The message is not in flight.");
    static final SqsError FORBIDDEN_CHARACTERS = new SqsError(
            400,
            "com.amazonaws.sqs#InvalidMessageContents",
            "InvalidMessageContents",
            true,
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to"
                    + " #xFFFD | #x10000 to #x10FFFF");
    static final SqsError BAD_HANDLE = new SqsError(
            400,
            "com.amazonaws.sqs#ReceiptHandleIsInvalid",
            "ReceiptHandleIsInvalid",
            true,
            "The input receipt handle is invalid.");

    static SqsError invalid(String message) {
        return new SqsError(
                400, "com.amazonaws.sqs#InvalidParameterValueException", "InvalidParameterValue", true, message);
    }

    static SqsError missing(String parameter) {
        return new SqsError(
                400,
                "com.amazonaws.sqs#MissingRequiredParameterException",
                "MissingParameter",
                true,
                "The request must contain the parameter " + parameter + ".");
    }

    static SqsError unknownAttribute(String name) {
        return new SqsError(
                400,
                "com.amazonaws.sqs#InvalidAttributeName",
                "InvalidAttributeName",
                true,
                "Unknown Attribute " + name + ".");
    }

    static SqsError unknownAction(String action) {
        return new SqsError(
                400,
                "com.amazonaws.sqs#UnsupportedOperation",
                "AWS.SimpleQueueService.UnsupportedOperation",
                true,
                "Not known here: " + action);
    }

    private static SqsError batch(String name, String message) {
        return new SqsError(400, "com.amazonaws.sqs#" + name, "AWS.SimpleQueueService." + name, true, message);
    }
}
