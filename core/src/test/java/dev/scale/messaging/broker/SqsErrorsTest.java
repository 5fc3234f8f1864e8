package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsErrorsTest {

    private static final BrokerUrl.Host PLACE = new BrokerUrl.Host("us-east-1", 0);

    private static RuntimeException answered(int status, String code, String words) {
        return SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(words)
                        .build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestThrottled, slower, Unavailable",
        "400, ThrottlingException, Rate exceeded, Unavailable",
        "403, OverLimit, 120000 in flight, Unavailable",
        "403, RequestTimeTooSkewed, clocks, Unavailable",
        "403, ExpiredToken, expired, Unavailable",
        "403, ExpiredTokenException, expired, Unavailable",
        "403, SignatureDoesNotMatch, Signature expired: 2020 is now earlier than 2021, Unavailable",
        "403, InvalidSignatureException, Signature not yet current: 2021, Unavailable",
        "403, SignatureDoesNotMatch, The request signature we calculated does not match, Refused",
        "403, InvalidClientTokenId, no such key, Refused",
        "400, UnrecognizedClientException, no such key, Refused",
        "403, AccessDenied, not authorized, Refused",
        "400, KMS.AccessDeniedException, no key, Refused",
        "400, KMS.DisabledException, disabled, Misconfigured",
        "400, AWS.SimpleQueueService.NonExistentQueue, none, Misconfigured",
        "400, QueueDoesNotExist, none, Misconfigured",
        "400, InvalidAddress, no, Misconfigured",
        "500, InternalFailure, try again, Unavailable",
        "503, ServiceUnavailable, try again, Unavailable",
    })
    void answersAreTranslated(int status, String code, String words, String kind) {
        BrokerException ours = SqsErrors.translate("cannot use queue 'q'", PLACE, answered(status, code, words));

        assertThat(ours.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(ours).hasMessageStartingWith("cannot use queue 'q'").hasMessageNotContaining("\n");
    }

    @Test
    void noAnswerIsAnOutageButNoKeysAreNot() {
        assertThat(SqsErrors.translate("x", PLACE, SdkClientException.create("Unable to execute HTTP request")))
                .isInstanceOf(BrokerException.Unavailable.class);
        assertThat(SqsErrors.translate(
                        "x",
                        PLACE,
                        SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .isInstanceOf(BrokerException.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidMessageContents, true, REQUEST",
        "InvalidParameterValue, true, REQUEST",
        "InternalError, false, OUTAGE",
        "RequestThrottled, true, OUTAGE",
        "AccessDenied, true, REFUSED",
        "KmsDisabled, true, SETTING",
        "ReceiptHandleIsInvalid, true, REQUEST",
    })
    void entriesOfABatchAreJudged(String code, boolean sender, SqsErrors.Kind kind) {
        assertThat(SqsErrors.kind(code, "words", 0, sender)).isEqualTo(kind);
    }
}
