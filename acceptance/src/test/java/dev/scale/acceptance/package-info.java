/** What holds for the product as a whole: its structure here, its parts against real services in the packages below. */
package dev.scale.acceptance;
