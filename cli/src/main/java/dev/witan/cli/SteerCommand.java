// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.steering.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `witan steer`: overrides a running server's routing for a while, shows what is overridden, and takes it back.
@Command(
        name = "steer",
        mixinStandardHelpOptions = true,
        description = {
            "Overrides the routing of a running server, at once and for a while. Every steer is logged, ends by itself,",
            "and can be undone."
        },
        footer = {
            "",
            "What to do:",
            "  exclude EXPERT         give the expert no rows",
            "  pin EXPERT             always ask the expert, whatever the gate says",
            "  weight EXPERT FACTOR   as if the gate gave it FACTOR times its share, 0.001 to 1000",
            "  spread                 ignore the gate: spread the rows evenly over the experts",
            "  fallback               send every row to the fallback expert of mixture.yaml",
            "  list                   show what is in force",
            "  undo ID                end a steer, like s3",
            "  log                    show what was done, by whom and why",
            "",
            "Permissions stay: no steer lets an expert see what mixture.yaml forbids, and an exclusion wins over a pin.",
            "",
            "When an expert answers nonsense:",
            "  witan steer ads exclude premium --why 'answers nonsense since 02:40' --for 30m",
            "  witan steer ads list",
            "  witan steer ads undo s1 --why 'rolled back'"
        })
final class SteerCommand implements Callable<Integer> {
    private static final List<String> VERBS =
            List.of("pin", "exclude", "weight", "spread", "fallback", "list", "undo", "log");

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture to steer, by its name on the server.")
    private String mixture;

    @Parameters(index = "1", paramLabel = "WHAT", description = "What to do, see below.")
    private String verb;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "ARG", description = "An expert, a factor or an id.")
    private List<String> arguments = List.of();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why; it stands in the log and in every decision.")
    @Nullable
    private String why;

    @Option(names = "--for", paramLabel = "TIME", description = "How long it holds, like 90s, 30m or 2h; at most 7d.")
    @Nullable
    private String holds;

    @Option(names = "--tenant", paramLabel = "NAME", description = "For the requests of this tenant only.")
    @Nullable
    private String tenant;

    @Option(names = "--tag", paramLabel = "TAG", description = "For the requests with this data tag only.")
    @Nullable
    private String tag;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who steers; default: ${DEFAULT-VALUE}.")
    private String who;

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "text", description = "text or json.")
    private OutputFormat output;

    @Mixin
    private AdminOptions admin;

    SteerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requireKnown();
        try (RemoteServer server = admin.open()) {
            switch (verb) {
                case "list" -> show(server, "", SteerText::inForce);
                case "log" -> show(server, "/log", SteerText::log);
                case "undo" -> undo(server);
                default -> lay(server);
            }
        }
        return 0;
    }

    private void requireKnown() {
        if (!mixture.matches(MixtureFolder.NAME)) {
            throw usage("a mixture is named like ads, as `witan list` shows it: '%s'".formatted(mixture));
        }
        if (!VERBS.contains(verb)) {
            throw usage("unknown order '%s'%s (orders: %s)"
                    .formatted(verb, Suggestion.hint(verb, VERBS), String.join(", ", VERBS)));
        }
        List<String> wanted = switch (verb) {
            case "pin", "exclude" -> List.of("EXPERT");
            case "weight" -> List.of("EXPERT", "FACTOR");
            case "undo" -> List.of("ID");
            default -> List.of();
        };
        if (arguments.size() != wanted.size()) {
            throw usage("it is: witan steer %s %s %s"
                    .formatted(mixture, verb, String.join(" ", wanted))
                    .stripTrailing());
        }
        if (verb.equals("undo") && !arguments.getFirst().matches("[A-Za-z0-9]+")) {
            throw usage("an ID is like s3, as `witan steer %s list` shows it: '%s'"
                    .formatted(mixture, arguments.getFirst()));
        }
    }

    private void lay(RemoteServer server) {
        String time = holds;
        String reason = why;
        if (time == null) {
            throw usage("a steer ends by itself: say how long it holds, like --for 30m");
        }
        if (reason == null) {
            throw usage("a steer needs its reason, for whoever meets it next: --why 'answers nonsense since 02:40'");
        }
        if (tenant != null && tag != null) {
            throw usage("a steer is for a tenant or for a tag, not for both: lay two");
        }
        JsonNode laid = asked(
                () -> server.post(path(""), order(Durations.parse(time), reason).toString()));
        show(
                "%s\nundo it with: %s steer %s undo %s"
                        .formatted(
                                laid.path("sentence").asString(),
                                ShellText.command(),
                                mixture,
                                laid.path("id").asString()),
                laid);
    }

    private ObjectNode order(Duration time, String reason) {
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("action", verb)
                .put("who", who)
                .put("why", reason)
                .put("for", Durations.text(time));
        if (!arguments.isEmpty()) {
            order.put("expert", arguments.getFirst());
        }
        if (arguments.size() == 2) {
            order.put("factor", factor(arguments.getLast()));
        }
        if (tenant != null) {
            order.put("tenant", tenant);
        }
        return tag == null ? order : order.put("tag", tag);
    }

    private float factor(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException _) {
            throw usage("FACTOR must be a number, like 0.5: '%s'".formatted(text));
        }
    }

    private void undo(RemoteServer server) {
        ObjectNode reversal = JsonNodeFactory.instance.objectNode().put("who", who);
        if (why != null) {
            reversal.put("why", why);
        }
        JsonNode undone = asked(() -> server.delete(path("/" + arguments.getFirst()), reversal.toString()));
        show("undone: " + undone.path("sentence").asString(), undone);
    }

    private void show(RemoteServer server, String below, Function<JsonNode, String> text) {
        JsonNode answer = asked(() -> server.get(path(below)));
        show(text.apply(answer), answer);
    }

    private String path(String below) {
        return "admin/v1/mixtures/" + mixture + "/steers" + below;
    }

    /// A server asked on its other port answers that there is no such path.
    private JsonNode asked(Supplier<JsonNode> question) {
        try {
            return question.get();
        } catch (WitanException e) {
            if (e.reason().contains("no such path")) {
                throw new WitanException(
                        e.code(),
                        "%s has no admin API: that has a port of its own, usually 8002, which `witan serve` prints"
                                .formatted(admin.server),
                        e);
            }
            throw e;
        }
    }

    private void show(String text, JsonNode json) {
        console.print(output == OutputFormat.TEXT ? text : json.toString());
        String trouble = json.path("trouble").asString("");
        if (!trouble.isEmpty()) {
            console.tell("note: " + trouble);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
