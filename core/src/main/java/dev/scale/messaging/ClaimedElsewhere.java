package dev.scale.messaging;

/** Other processes have deliveries of ours in hand as well, and have not ended them yet: the database is well. */
final class ClaimedElsewhere extends DatabaseOutage {

    ClaimedElsewhere(int number) {
        super(number + " deliveries are in another process's hand too");
    }
}
