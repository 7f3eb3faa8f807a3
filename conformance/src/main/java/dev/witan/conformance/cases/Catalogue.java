// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Case;
import java.util.List;
import java.util.stream.Stream;

/// Every case of the kit, in the order in which they run.
public final class Catalogue {
    private static final List<Case> CASES = Stream.of(
                    HealthCases.all(),
                    MetadataCases.server(),
                    MetadataCases.model(),
                    InferCases.answer(),
                    InferCases.forms(),
                    RangeCases.all(),
                    RefusalCases.all(),
                    HttpCases.all(),
                    RepositoryCases.rest(),
                    StatisticsCases.rest(),
                    ConfigurationCases.rest(),
                    ParameterCases.rest(),
                    BinaryCases.data(),
                    BinaryCases.header(),
                    BinaryCases.datatypes(),
                    BinaryRefusalCases.all(),
                    GrpcHealthCases.health(),
                    GrpcHealthCases.metadata(),
                    GrpcInferCases.all(),
                    GrpcInferCases.datatypes(),
                    GrpcRefusalCases.all(),
                    GrpcStreamCases.all(),
                    GrpcServiceCases.all(),
                    RepositoryCases.grpc(),
                    StatisticsCases.grpc(),
                    ConfigurationCases.grpc(),
                    ParameterCases.grpc())
            .flatMap(List::stream)
            .toList();

    private Catalogue() {}

    /// The cases.
    public static List<Case> cases() {
        return CASES;
    }
}
