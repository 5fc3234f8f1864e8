/** Amazon SQS, and what gives credentials for it: the contract of the broker interface, and what they do when they are not well. */
package dev.scale.acceptance.broker.sqs;
