/** What SQS, and what gives credentials for it, do when they are not well. */
package dev.scale.acceptance.sqs;
