// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.report;

import dev.witan.conformance.Report;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Verdict;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A report in the XML that build servers show: a suite for each area.
public final class JunitReport {
    private JunitReport() {}

    /// The whole report.
    public static String of(Report report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "Open Inference Protocol conformance");
            Map<String, List<Finding>> byArea = report.findings().stream()
                    .collect(Collectors.groupingBy(
                            finding -> finding.testCase().area(), LinkedHashMap::new, Collectors.toList()));
            for (Map.Entry<String, List<Finding>> area : byArea.entrySet()) {
                writeSuite(xml, area.getKey(), area.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    private static void writeSuite(XMLStreamWriter xml, String area, List<Finding> findings) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", area);
        xml.writeAttribute("tests", Integer.toString(findings.size()));
        xml.writeAttribute("failures", count(findings, "failed"));
        xml.writeAttribute("errors", count(findings, "broken"));
        xml.writeAttribute("skipped", count(findings, "skipped"));
        for (Finding finding : findings) {
            writeCase(xml, finding);
        }
        xml.writeEndElement();
    }

    private static String count(List<Finding> findings, String verdict) {
        return Long.toString(findings.stream()
                .filter(finding -> finding.verdict().word().equals(verdict))
                .count());
    }

    private static void writeCase(XMLStreamWriter xml, Finding finding) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", finding.testCase().area());
        xml.writeAttribute("name", finding.testCase().id());
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%.3f", finding.took().toMillis() / 1e3));
        switch (finding.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.Failed(var expected, var found) ->
                writeOutcome(xml, "failure", "expected " + expected + ", found " + found, finding);
            case Verdict.Skipped(var reason) -> writeOutcome(xml, "skipped", reason, finding);
            case Verdict.Broken(var reason) -> writeOutcome(xml, "error", reason, finding);
        }
        xml.writeEndElement();
    }

    private static void writeOutcome(XMLStreamWriter xml, String element, String message, Finding finding)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", allowed(message));
        xml.writeCharacters(allowed("%s (%s, %s)\n%s"
                .formatted(
                        finding.testCase().rule(),
                        finding.testCase().level(),
                        finding.testCase().source().url(),
                        String.join("\n", finding.exchanged()))));
        xml.writeEndElement();
    }

    /// What XML can hold of a text.
    private static String allowed(String text) {
        StringBuilder held = new StringBuilder(text.length());
        text.codePoints().forEach(point -> held.appendCodePoint(isHeld(point) ? point : '·'));
        return held.toString();
    }

    private static boolean isHeld(int point) {
        boolean isCharacter = point >= ' ' || point == '\n';
        boolean isSurrogate = point >= 0xd800 && point < 0xe000;
        return isCharacter && !isSurrogate && point != 0xfffe && point != 0xffff;
    }
}
