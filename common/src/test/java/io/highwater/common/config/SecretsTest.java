package io.highwater.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String PROVIDERS = CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH;
    private static final String LITERAL = "hunter2";

    private ConfigFolder folder;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = new ConfigFolder(directory);
    }

    private List<String> problem() {
        return folder.problemAfter(root -> root.section("source").secret("password"));
    }

    private void createStore(String alias, String value) throws IOException {
        folder.hadoop().set(PROVIDERS, "localjceks://file" + folder.path() + "/store.jceks");
        CredentialProvider store =
                CredentialProviderFactory.getProviders(folder.hadoop()).get(0);
        store.createCredentialEntry(alias, value.toCharArray());
        store.flush();
    }

    @Test
    void secretIsReadFromTheEnvironment() {
        folder.set("source.password=env:DB_PASSWORD").variable("DB_PASSWORD", LITERAL);
        Settings settings = folder.read();

        Secret secret = settings.root().section("source").secret("password").orElseThrow();

        assertThat(secret.reveal()).isEqualTo(LITERAL);
        assertThat(secret.reference()).isEqualTo("env:DB_PASSWORD");
        assertThat(settings.redactor().redact("refused hunter2")).isEqualTo("refused *****");
    }

    @Test
    void secretIsReadFromACredentialStore() throws IOException {
        createStore("db.password", LITERAL);
        folder.confFile("a.conf", "highwater.source.password = \"hadoop-credential:db.password\"");
        Settings settings = folder.read();

        assertThat(settings.root().section("source").secret("password"))
                .map(Secret::reveal)
                .hasValue(LITERAL);
        assertThat(settings.redactor().redact("refused hunter2")).isEqualTo("refused *****");
    }

    @Test
    void secretMayBeAbsent() {
        assertThat(folder.root().secret("password")).isEmpty();
    }

    @Test
    void literalIsRefusedAndNotShown() {
        folder.confFile("a.conf", "highwater.source {\n  password = hunter2\n}");

        assertThat(problem())
                .containsExactly(
                        "  highwater.source.password = *****    a.conf:2",
                        "      expected env:NAME or hadoop-credential:ALIAS; a secret itself is not accepted here");
    }

    @Test
    void literalIsNotShownWhateverItsKeyIsCalled() {
        folder.set("pass=hunter2");

        assertThat(folder.problemAfter(root -> root.secret("pass")))
                .containsExactly(
                        "  highwater.pass = *****    --set",
                        "      expected env:NAME or hadoop-credential:ALIAS; a secret itself is not accepted here");
    }

    @Test
    void missingVariableIsNamed() {
        folder.set("source.password=env:DB_PASSWORD");

        assertThat(problem())
                .containsExactly(
                        "  highwater.source.password = *****    --set",
                        "      expected environment variable DB_PASSWORD to be set");
    }

    @Test
    void emptyVariableIsTakenForAMissingOne() {
        folder.set("source.password=env:DB_PASSWORD").variable("DB_PASSWORD", "");

        assertThat(problem()).last().isEqualTo("      expected environment variable DB_PASSWORD to be set");
    }

    @Test
    void missingAliasIsNamedWithTheStores() throws IOException {
        createStore("other", LITERAL);
        folder.set("source.password=hadoop-credential:db.password");

        assertThat(problem())
                .containsExactly(
                        "  highwater.source.password = *****    --set",
                        "      expected credential db.password in the stores of " + PROVIDERS
                                + " (localjceks://filestore.jceks)");
    }

    @Test
    void missingAliasWithoutAnyStoreSaysSo() {
        folder.set("source.password=hadoop-credential:db.password");

        assertThat(problem())
                .last()
                .isEqualTo("      expected credential db.password in a Hadoop credential store, but " + PROVIDERS
                        + " is not set");
    }

    @Test
    void storeThatCannotBeOpenedIsAProblem() {
        folder.hadoop().set(PROVIDERS, "nosuch://file/store.jceks");
        folder.set("source.password=hadoop-credential:db.password");

        assertThat(problem())
                .last()
                .isEqualTo("      credential db.password cannot be read from the stores of " + PROVIDERS
                        + " (nosuch://file/store.jceks): "
                        + "No CredentialProviderFactory for nosuch://file/store.jceks in " + PROVIDERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "highwater.password = hunter2",
                "highwater.source.db-password = hunter2",
                "highwater.source.dbPassword = hunter2",
                "highwater.source.PASSWORD = hunter2",
                "highwater.source { client_secret = [ hunter2 ] }",
                "highwater.properties { fs.s3a.session.token = hunter2 }",
                "highwater.properties { \"fs.s3a.secret.key\" = hunter2 }",
                "highwater.properties { \"fs.s3a.secret.key\" = [ hunter2 ] }",
                "highwater.checks = [ { token = hunter2 } ]",
                "highwater.checks = [ hunter2 ], highwater.checks = [ { a { secret = hunter2 } } ]",
                "highwater.source = [ { password = hunter2 } ]",
                "highwater.url = \"jdbc:postgresql://h/db?user=x&password=hunter2\"",
                "highwater.url = \"jdbc:postgresql://user:hunter2@h/db\"",
                "highwater.url = \"{\\\"password\\\": \\\"hunter2\\\"}\"",
                "highwater.url = ${DB_PASSWORD}",
                "highwater.url = before-${DB_PASSWORD}",
                "highwater.url = ${PW}, highwater.secret = \"env:PW\"",
                "highwater.url = \"jdbc:x:password='hunter2 hunter2'\"",
                "highwater.url = \"jdbc:x://user:p@hunter2@h/db\"",
                "highwater.url = [ \"password=hunter2\" ]",
                "highwater.password = [ hunter2 ] ${DB_PASSWORD}",
                "highwater.url = 3, highwater.token = [ hunter2 ] ${PW}",
                "highwatr.password = hunter2",
                "password = hunter2",
                "highwater.pasword = hunter2",
                "highwater { password = hunter2 ] }",
                "highwater { password = \"x\" hunter2 : }",
            })
    void literalSecretIsInNoMessageHoweverItsKeyIsRead(String content) {
        folder.confFile("a.conf", content).variable("DB_PASSWORD", LITERAL).variable("PW", LITERAL);

        assertThat(folder.messageAfter(SecretsTest::misreadEverything)).doesNotContain(LITERAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter2",
                "source.password=[hunter2]",
                "source={ password = hunter2 }",
                "properties.\"fs.s3a.secret.key\"=hunter2",
                "source.password hunter2",
                "source..password=hunter2",
                "highwatr.password=hunter2",
                "url=jdbc:postgresql://user:hunter2@h/db",
            })
    void literalSecretOnTheCommandLineIsInNoMessage(String entry) {
        folder.set(entry);

        assertThat(folder.messageAfter(SecretsTest::misreadEverything)).doesNotContain(LITERAL);
    }

    @Test
    void secretThatIsLongerThanWhatIsShownOfAValueIsNotCutInTwo() {
        folder.set("secret=env:PW").set("url=" + "x".repeat(70) + "-${PW}").variable("PW", LITERAL.repeat(5));

        assertThat(folder.problemAfter(root -> {
                    root.integer("url", 1, 2);
                    root.secret("secret");
                }))
                .first()
                .isEqualTo("  highwater.url = \"" + "x".repeat(70) + "-*****\"    --set");
    }

    private static void misreadEverything(Section root) {
        root.secret("secret");
        root.integer("url", 1, 2);
        root.textMap("properties");
        for (String key : List.of("password", "checks", "source")) {
            root.flag(key);
        }
        root.sections("checks").forEach(check -> check.duration("token"));
        root.sections("checks").forEach(check -> check.section("a").duration("secret"));
        Section source = root.section("source");
        for (String key : List.of("password", "db-password", "dbPassword", "PASSWORD", "client_secret")) {
            source.problem(key, "expected something else");
        }
        root.problem("properties", "expected something else");
        root.rejectUnknown();
    }
}
