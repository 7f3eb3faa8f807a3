// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.conformance.Conformance;
import dev.witan.conformance.Report;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Transport;
import dev.witan.conformance.report.JsonReport;
import dev.witan.conformance.report.JunitReport;
import dev.witan.conformance.report.TextReport;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `witan conformance`: checks any server of the Open Inference Protocol v2 from outside.
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description =
                "Checks any server of the Open Inference Protocol v2: exit code 0 if it meets every MUST, else 1.")
final class ConformanceCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL", description = "The server's REST address: http://127.0.0.1:8000")
    private @Nullable String server;

    @Option(names = "--grpc", paramLabel = "HOST:PORT", description = "Its gRPC address: 127.0.0.1:8001")
    private String grpc = "";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model to ask; default: the first that the repository index calls ready.")
    private String model = "";

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "A JSON inference request that the model answers; default: made up from its metadata.")
    private @Nullable Path request;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:WITAN_API_KEY:-}",
            description = "Sent as bearer token; default: WITAN_API_KEY.")
    private String apiKey = "";

    @Option(
            names = "--admin-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:WITAN_ADMIN_TOKEN:-}",
            description = "Sent as bearer token with load and unload; default: WITAN_ADMIN_TOKEN.")
    private String adminToken = "";

    @Option(
            names = "--repository-cases",
            description = "Unload the model and load it again. Never on a server that others use.")
    private boolean withRepositoryCases;

    @Option(
            names = "--transport",
            split = ",",
            paramLabel = "TRANSPORT",
            description = "Which transports to check: rest, binary, grpc; default: all.")
    private Set<Transport> transports = EnumSet.allOf(Transport.class);

    @Option(
            names = "--case",
            split = ",",
            paramLabel = "ID",
            description = "Only cases with this id; * stands for any characters.")
    private List<String> cases = List.of("*");

    @Option(names = "--output", paramLabel = "FORMAT", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the report as JSON.")
    private @Nullable Path jsonFile;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the report as JUnit XML.")
    private @Nullable Path junitFile;

    @Option(names = "--list", description = "List the cases and ask nobody.")
    private boolean isList;

    ConformanceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Target target = isList ? Target.of(URI.create("http://localhost")) : target();
        Target some = target.withTransports(transports).withCases(cases);
        List<Case> wanted = Conformance.cases().stream().filter(some::wants).toList();
        if (wanted.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no case has such an id: " + String.join(",", cases));
        }
        if (isList) {
            console.print(output == OutputFormat.JSON ? JsonReport.catalogue(wanted) : TextReport.catalogue(wanted));
            return 0;
        }
        return print(run(some));
    }

    private Target target() {
        if (server == null) {
            throw new ParameterException(spec.commandLine(), "which server? Name it with --server URL");
        }
        if (withRepositoryCases && adminToken.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--repository-cases needs --admin-token");
        }
        try {
            Target target = Target.of(URI.create(server))
                    .withGrpc(grpc)
                    .withModel(model)
                    .withApiKey(apiKey)
                    .withRequest(request == null ? "" : ReportFiles.read(request));
            return withRepositoryCases ? target.withRepositoryCases(adminToken) : target.withAdminToken(adminToken);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Report run(Target target) {
        try (ProgressLine progress = new ProgressLine(console, "conformance")) {
            return Conformance.run(target, (done, total, next) -> progress.progress(done, total, next.id()));
        }
    }

    private int print(Report report) {
        if (jsonFile != null) {
            ReportFiles.write(jsonFile, JsonReport.of(report));
        }
        if (junitFile != null) {
            ReportFiles.write(junitFile, JunitReport.of(report));
        }
        console.print(output == OutputFormat.JSON ? JsonReport.of(report) : TextReport.of(report));
        return report.isConforming() ? 0 : 1;
    }
}
