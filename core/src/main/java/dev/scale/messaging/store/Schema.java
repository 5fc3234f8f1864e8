package dev.scale.messaging.store;

/** The versions of our tables; safe when several processes start at once. */
public final class Schema {
    private Schema() {}

    /** Brings the library's own tables, then those of a module, to the newest version. */
    public static void migrate(Database database) {}

    /**
     * @param module names the history table
     * @param folder of the migrations on the class path
     */
    public static void migrate(Database database, String module, String folder) {}
}
