package dev.scale.messaging;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads bodies with their type's codec, whatever the codec makes of them. */
final class BodyReader {

    private BodyReader() {}

    static <C> C read(CommandType<C> type, byte[] checkedJson) {
        try (JsonParser parser = StrictJson.parserOfChecked(checkedJson)) {
            C body = type.codec().read(parser);
            if (body == null) {
                throw new InvalidCommandException("the body of " + type + " is null");
            }
            return body;
        } catch (InvalidCommandException e) {
            throw e;
        } catch (JacksonException e) {
            throw new InvalidCommandException("the body is not one of " + type + ": " + e.getOriginalMessage(), e);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // A codec that stumbles over a body, in an Error too, will do so each time.
            throw new InvalidCommandException("the body of " + type + " cannot be read: " + e, e);
        }
    }
}
