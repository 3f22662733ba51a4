package io.highwater.common.source.jdbc;

import io.highwater.common.source.Cursor.Sight;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A database that does not tell of its transactions, and perhaps not of its time either: a time without a zone says nothing
 * about the instant, so this machine's clock stands in for it.
 */
final class SilentWitness implements Witness {
    private static final int VALID_SECONDS = 10;

    private final Connection connection;
    private final Clock standIn;
    private final String product;

    SilentWitness(Connection connection, Clock standIn, String product) {
        this.connection = connection;
        this.standIn = standIn;
        this.product = product;
    }

    @Override
    public Instant clock() throws SQLException {
        return told().orElseGet(standIn::instant);
    }

    @Override
    public Sighting open(Sight sight) throws SQLException {
        String unseen = "It is not known how to see the open transactions of " + product + ONLY_LAG;
        return told().isPresent()
                ? new Sighting(List.of(), List.of(unseen))
                : new Sighting(
                        List.of(),
                        List.of(
                                unseen,
                                "The clock of " + product
                                        + " could not be read as an instant: the clock of this machine stands in for it."));
    }

    @Override
    public int looks() {
        return 0;
    }

    @Override
    public void pause() {
        // There is nothing to wait for.
    }

    private Optional<Instant> told() throws SQLException {
        try {
            return Sql.rows(connection, "SELECT CURRENT_TIMESTAMP", row -> {
                        boolean zoned = row.getMetaData().getColumnType(1) == Types.TIMESTAMP_WITH_TIMEZONE;
                        return zoned
                                ? Optional.of(
                                        row.getObject(1, OffsetDateTime.class).toInstant())
                                : Optional.<Instant>empty();
                    })
                    .get(0);
        } catch (SQLException failure) {
            // Not every database selects from nowhere; a lost one shows at the next statement.
            if (connection.isValid(VALID_SECONDS)) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
