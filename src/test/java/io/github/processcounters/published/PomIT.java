package io.github.processcounters.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** The published POM: what Maven Central asks for, and nothing that is only for building. */
final class PomIT {

  private final XPath xpath = XPathFactory.newInstance().newXPath();
  private Document pom;

  @BeforeEach
  void parse() throws Exception {
    pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Published.POM.toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "description", "url", "inceptionYear", "licenses/license/name",
      "licenses/license/url", "developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url",
      "issueManagement/url"})
  @DisplayName("The POM has what Maven Central asks for")
  void metadata(String path) throws XPathExpressionException {
    assertNotEquals("", xpath.evaluate("/project/" + path, pom).strip());
  }

  @Test
  @DisplayName("The POM names this version of the library")
  void coordinates() throws XPathExpressionException {
    assertEquals("io.github.processcounters:process-counters:" + Published.VERSION,
        xpath.evaluate("concat(/project/groupId, ':', /project/artifactId, ':', /project/version)", pom));
  }

  @Test
  @DisplayName("The POM has no dependencies, no profiles, no build")
  void nothingElse() {
    Set<String> elements = new TreeSet<>();
    for (Node node = pom.getDocumentElement().getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() == Node.ELEMENT_NODE) {
        elements.add(node.getNodeName());
      }
    }
    assertEquals(new TreeSet<>(Set.of("modelVersion", "groupId", "artifactId", "version", "name", "description", "url",
        "inceptionYear", "licenses", "developers", "scm", "issueManagement")), elements);
  }
}
