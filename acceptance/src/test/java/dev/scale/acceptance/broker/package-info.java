/** Every broker against the contract of the broker interface, and what only real servers can show. */
package dev.scale.acceptance.broker;
