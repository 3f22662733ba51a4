package io.highwater.common.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests whose queries Spark compiles and plans anew at each stage, as it does unless told otherwise. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AsUsersRunIt.Defaults.class)
public @interface AsUsersRunIt {
    /** Takes the build's savings back while a class runs. */
    final class Defaults implements BeforeAllCallback, AfterAllCallback {
        /** Settings by which the build saves time. */
        public static final List<String> SAVINGS =
                List.of("spark.sql.codegen.factoryMode", "spark.sql.codegen.wholeStage", "spark.sql.adaptive.enabled");

        @Override
        public void beforeAll(ExtensionContext context) {
            RuntimeConfig settings = TestSpark.session().conf();
            SAVINGS.forEach(settings::unset);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            RuntimeConfig settings = TestSpark.session().conf();
            SAVINGS.forEach(name ->
                    Optional.ofNullable(System.getProperty(name)).ifPresent(value -> settings.set(name, value)));
        }
    }
}
