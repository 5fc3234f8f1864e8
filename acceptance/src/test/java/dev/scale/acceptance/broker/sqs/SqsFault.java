package dev.scale.acceptance.broker.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes wrong with a request. */
@FunctionalInterface
public interface SqsFault {

    /** Answers in place of the service, which may do what is asked before, after, in part or not at all. */
    SqsReply reply(SqsRequest request, SqsService service) throws InterruptedException;

    /** Refused with an error; nothing is done. */
    static SqsFault error(SqsError error) {
        return (request, service) -> SqsReply.Answer.error(error);
    }

    /** What stands before SQS answers, and not in JSON. */
    static SqsFault badGateway() {
        return (request, service) -> new SqsReply.Answer(
                502, "<html><h1>502 Bad Gateway</h1></html>".getBytes(StandardCharsets.UTF_8), null);
    }

    /** Done, but the answer is an error of the server. */
    static SqsFault takenAndThenError(SqsError error) {
        return (request, service) -> {
            service.reply(request);
            return SqsReply.Answer.error(error);
        };
    }

    /** Done, but the connection ends before the answer. */
    static SqsFault takenAndCut() {
        return (request, service) -> {
            service.reply(request);
            return new SqsReply.Cut();
        };
    }

    /** Done, but no answer comes until the fault is healed. */
    static SqsFault takenAndSilent() {
        return (request, service) -> {
            service.reply(request);
            return new SqsReply.Silence();
        };
    }

    /** The connection ends and nothing is done. */
    static SqsFault cut() {
        return (request, service) -> new SqsReply.Cut();
    }

    /** Nothing is done and no answer comes until the fault is healed. */
    static SqsFault silence() {
        return (request, service) -> new SqsReply.Silence();
    }

    /** The entries at these positions of a batch fail, the others are done. */
    static SqsFault entries(Map<Integer, EntryFate> fates) {
        return new PartialFailure(fates);
    }
}
