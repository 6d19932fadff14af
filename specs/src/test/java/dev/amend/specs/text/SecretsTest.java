package dev.amend.specs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Cannot reach https://maria:planted@host:8443/a?b=c today | Cannot reach https://•••@host:8443/a?b=c today",
                "https://planted@host/x.git | https://•••@host/x.git",
                "file s3:/key:planted@bucket/state is no folder | file s3:/•••@bucket/state is no folder",
                "redis://:planted@host | redis://•••@host",
                "postgresql://u:12345@host/db | postgresql://•••@host/db",
                "mysql://u:pl@nted/x#y@host/db | mysql://•••@host/db",
                "jdbc:postgresql://h:5432/db?user=u&password=planted&ssl=true | jdbc:postgresql://h:5432/db?user=u&password=•••&ssl=true",
                "jdbc:sqlserver://h:1433;user=u;password={plan;ted};encrypt=true | jdbc:sqlserver://h:1433;user=u;password=•••;encrypt=true",
                "jdbc:oracle:thin:scott/planted@//h:1521/x | jdbc:oracle:thin:•••@//h:1521/x",
                "jdbc:mysql://u:planted@h/db | jdbc:mysql://•••@h/db",
                "https://a.blob.core.windows.net/c?sv=1&sig=planted%3D&se=2 | https://a.blob.core.windows.net/c?sv=1&sig=•••&se=2",
                "s3://b/k?X-Amz-Credential=planted/2026&X-Amz-Signature=planted&X-Amz-Date=1 | s3://b/k?X-Amz-Credential=•••&X-Amz-Signature=•••&X-Amz-Date=1",
                "https://h/x?access_token=planted#top | https://h/x?access_token=•••",
                "{uri=http://h/api, credential=id:planted, token=plan,ted, scope=x} | {uri=http://h/api, credential=•••, token=•••, scope=x}",
                "spark.sql.catalog.lake.jdbc.password=planted | spark.sql.catalog.lake.jdbc.password=•••",
                "spark.sql.catalog.lake.credential: id:planted | spark.sql.catalog.lake.credential: •••",
                "(spark.sql.catalog.lake.token,planted) | (spark.sql.catalog.lake.token,•••)",
                "spark.hadoop.fs.s3a.secret.key = planted | spark.hadoop.fs.s3a.secret.key = •••",
                "fs.azure.account.key.acct.dfs.core.windows.net=planted== | fs.azure.account.key.acct.dfs.core.windows.net=•••",
                "AccountName=a;AccountKey=planted==;EndpointSuffix=x | AccountName=a;AccountKey=•••;EndpointSuffix=x",
                "AWS_SECRET_ACCESS_KEY=planted AWS_REGION=eu | AWS_SECRET_ACCESS_KEY=••• AWS_REGION=eu",
                "s3.access-key-id=planted | s3.access-key-id=•••",
                "secret=planted, access_key=planted. | secret=•••, access_key=•••",
                "client_secret='plan ted' | client_secret=•••",
                "Authorization: Bearer planted | Authorization: Bearer •••",
                "authorization=Basic cGxhbnRlZA== | authorization=Basic •••",
                "header.Authorization=planted | header.Authorization=•••",
                "sent bearer planted-123.abc to host | sent bearer ••• to host",
                "Authorization: AWS4-HMAC-SHA256 Credential=planted/x, SignedHeaders=host, Signature=planted | Authorization: ••• Credential=•••, SignedHeaders=host, Signature=•••",
                "{\"client_secret\": \"plan\", \"access_token\":\"ted\", \"a\": 1} | {\"client_secret\": \"•••\", \"access_token\":\"•••\", \"a\": 1}",
                "{\\\"password\\\":\\\"planted\\\"} | {\\\"password\\\":\\\"•••\\\"}",
                "create table x using jdbc options (url 'u', password 'plan ''ted') | create table x using jdbc options (url 'u', password '•••')",
            })
    void masksACredentialAndNothingElse(String text, String expected) {
        assertThat(Secrets.masked(text)).isEqualTo(expected);
        assertThat(Secrets.masked(expected)).isEqualTo(expected);
        assertThat(Secrets.areIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host:8080/path?mail=a@b.example",
                "https://example.com/a/b@c?x=y:z@w",
                "jdbc:mysql://a:3306,b:3306/db?mail=a@b",
                "jdbc:sqlite:/data/catalog.db?busy_timeout=30000&journal_mode=WAL",
                "jdbc:oracle:thin:@//h:1521/x",
                "abfss://container@account.dfs.core.windows.net/x",
                "s3://bucket/a:b@c",
                "ssh://git@host/x.git",
                "file:///C:/a@b",
                "file:/C:/a@b",
                "select token from password_resets where token is not null",
                "on a.token=b.token and a.password = b.password",
                "column 'token': 3 rows; password_resets: 7 rows; tokens=5",
                "{\"token\":\"abc\",\"day\":\"2026-01-05\"}",
                "spark.sql.catalog.lake.token-refresh-enabled=true",
                "s3.credentials-provider=org.example.Provider, broken=3",
                "execution.spark.spark.sql.catalog.lake.token: Invalid spark name: a catalog is the same for all",
                "the password is wrong: try again",
                "Bearer authentication is required",
                "day=2026-01-05, shop=shop-03",
            })
    void leavesOrdinaryTextAsItIs(String text) {
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }

    @Test
    void looksForAddressesOnlyWhereAskedForThem() {
        assertThat(Secrets.areInAnAddressOf("select * from t where token='abc' and password='x'"))
                .isFalse();
        assertThat(Secrets.areInAnAddressOf("where url like 'https://maria:planted@wiki.example/%'"))
                .isTrue();
        assertThat(Secrets.areInAnAddressOf("-- jdbc:postgresql://db/x?password=planted"))
                .isTrue();
    }

    @Test
    void answersSoonForALongText() {
        String text = "password".repeat(20_000) + "://" + "a".repeat(100_000) + "spark.".repeat(20_000);

        assertThat(Secrets.masked(text)).isEqualTo(text);
    }
}
