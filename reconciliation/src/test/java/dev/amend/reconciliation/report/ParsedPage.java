package dev.amend.reconciliation.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The body of a report's page as elements, to be asked by XPath. It is well-formed XML, else this fails. */
final class ParsedPage {
    private final Document body;

    private ParsedPage(Document body) {
        this.body = body;
    }

    static ParsedPage of(Report report) {
        String html = ReportHtml.render(report);
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + "</body>".length());
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return new ParsedPage(factory.newDocumentBuilder().parse(new InputSource(new StringReader(body))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("The report's body is no well-formed markup", e);
        }
    }

    /** The elements of a section, in their order; the path is relative to it. */
    List<Element> elements(String section, String path) {
        try {
            XPathNodes found = XPathFactory.newInstance()
                    .newXPath()
                    .evaluateExpression("//section[@id='%s']//%s".formatted(section, path), body, XPathNodes.class);
            return StreamSupport.stream(found.spliterator(), false)
                    .map(Element.class::cast)
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("No XPath: " + path, e);
        }
    }

    /** What a reader sees of such elements. */
    List<String> texts(String section, String path) {
        return elements(section, path).stream().map(ParsedPage::text).toList();
    }

    static String text(Element element) {
        return element.getTextContent().strip();
    }

    /** The first element of that name inside of another. */
    static Element first(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }
}
