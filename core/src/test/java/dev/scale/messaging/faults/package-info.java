/** Faults of the network between a program and its servers, made on purpose: proxies that cut, swallow, reset, slow down and forge. */
package dev.scale.messaging.faults;
