package io.highwater.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;

/** The walls of the house. */
@AnalyzeClasses(packages = "io.highwater", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
    @ArchTest
    static final ArchRule roomsFormNoCycles =
            slices().matching("io.highwater.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commonKnowsNoPattern = noClasses()
            .that()
            .resideInAPackage("..common..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..jobs..");

    @ArchTest
    static final ArchRule patternsKnowNothingOfEachOther = slices().matching(
                    "io.highwater.jobs.(refresh|incremental|backfill|cdc|upkeep|prove|undo|rewind|status|why)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyTheTargetRoomWritesData = noClasses()
            .that()
            .resideOutsideOfPackages("..common.target..")
            .should()
            .callMethodWhere(JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(DataFrameWriter.class))))
            .orShould()
            .callMethod(Dataset.class, "write");

    @ArchTest
    static final ArchRule onlyTheTargetRoomKnowsDeltasInsides = noClasses()
            .that()
            .resideOutsideOfPackages("..common.target..", "..common.source..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark.sql.delta..");

    @ArchTest
    static final ArchRule onlyTheStateRoomUsesDeltaKernel = noClasses()
            .that()
            .resideOutsideOfPackage("..common.state..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.delta.kernel..");

    @ArchTest
    static final ArchRule onlyTheCommandLineTouchesTheProcess = noClasses()
            .that()
            .resideOutsideOfPackages("..jobs.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "getenv");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Instant.now()",
                    (JavaAccess<?> call) -> call.getTargetOwner().isEquivalentTo(Instant.class)
                            && call.getName().equals("now")));
}
