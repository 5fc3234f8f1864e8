package dev.scale.examples;

import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A chain: an order is placed, and that it was has a parcel packed. The follow-up is sent if and only if the order is stored. */
final class Orders {

    record OrderPlaced(String order) {}

    record PackParcel(String order) {}

    static final CommandType<OrderPlaced> PLACED = CommandType.of("order_placed", OrderPlaced.class);
    static final CommandType<PackParcel> PACK = CommandType.of("pack_parcel", PackParcel.class);

    private Orders() {}

    static List<HandlerGroup<?>> handlers() {
        return List.of(HandlerGroup.of(PLACED, Orders::place), HandlerGroup.of(PACK, Orders::pack));
    }

    private static void place(List<Received<OrderPlaced>> commands, UnitOfWork unit) throws SQLException {
        for (Received<OrderPlaced> command : commands) {
            String order = command.body().order();
            write(unit.connection(), "insert into scale.example_order (id, state) values (?, 'PLACED')", order);
            unit.send(PACK, new PackParcel(order));
        }
    }

    private static void pack(List<Received<PackParcel>> commands, UnitOfWork unit) throws SQLException {
        for (Received<PackParcel> command : commands) {
            String order = command.body().order();
            write(unit.connection(), "update scale.example_order set state = 'PACKED' where id = ?", order);
        }
    }

    private static void write(Connection connection, String sql, String order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, order);
            statement.executeUpdate();
        }
    }
}
