package io.highwater.common.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What is said of the jars is what the project's build makes. */
class BuildTest {
    private final Document pom = pom();
    private final XPath path = XPathFactory.newInstance().newXPath();

    @ParameterizedTest
    @EnumSource(Build.class)
    void jarIsMadeForTheSparkAndDeltaThatAreSaid(Build build) {
        assertThat(property(build, "spark.version")).startsWith(build.spark() + ".");
        assertThat("io.delta:" + property(build, "delta.artifact") + ":" + property(build, "delta.version"))
                .isEqualTo(build.delta());
        assertThat(property(build, "jar.name") + ".jar").isEqualTo(build.jar());
    }

    @Test
    void everyProfileForASparkIsThere() throws XPathExpressionException {
        NodeList profiles =
                (NodeList) path.evaluate("//profile/id[starts-with(., 'spark-')]", pom, XPathConstants.NODESET);

        assertThat(profiles.getLength()).isEqualTo(Build.values().length - 1);
        assertThat(Arrays.stream(Build.values()).map(Build::profile))
                .contains("", profiles.item(0).getTextContent());
    }

    private String property(Build build, String name) {
        return text("//profile[id='" + build.profile() + "']/properties/*[name()='" + name + "']")
                .or(() -> text("/project/properties/*[name()='" + name + "']"))
                .orElseThrow(() -> new AssertionError("no property " + name));
    }

    private Optional<String> text(String expression) {
        try {
            return Optional.of(path.evaluate(expression, pom)).filter(found -> !found.isEmpty());
        } catch (XPathExpressionException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Document pom() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("../pom.xml").toFile());
        } catch (IOException | ParserConfigurationException | SAXException failure) {
            throw new AssertionError(failure);
        }
    }
}
