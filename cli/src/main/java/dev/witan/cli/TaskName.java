// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.data.TargetKind;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The name of a task, such as `multi-class`, or `MULTI_CLASS` as in the report.
final class TaskName implements ITypeConverter<TargetKind> {
    @Override
    public TargetKind convert(String text) {
        try {
            return TargetKind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException(
                    "must be binary, multi-class, multi-label, regression, quantile or multi-task: '" + text + "'");
        }
    }
}
