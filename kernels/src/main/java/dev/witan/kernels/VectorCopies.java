// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import dev.witan.kernels.RowFunction.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import jdk.incubator.vector.VectorSpecies;

/// Loads a template once more, for one vector width, and for one kind where it is a function.
///
/// A template is an ordinary class of this package that is never used itself. Each copy is a hidden class that gets
/// a vector species as class data, so that the species is a constant to the compiler and no profile is shared
/// between widths; a copy that compiled badly can be replaced by a fresh one.
final class VectorCopies {
    private VectorCopies() {}

    static RowBlock block(Class<? extends RowBlock> template, VectorSpecies<Float> species) {
        return (RowBlock) copy(template, List.of(species));
    }

    static RowFunction function(Kind kind, VectorSpecies<Float> species) {
        Class<? extends RowFunction> template = kind.exponential() ? ExponentialFunction.class : PlainFunction.class;
        return (RowFunction) copy(template, List.of(species, kind));
    }

    static RowSum sum(VectorSpecies<Float> species) {
        return (RowSum) copy(VectorSum.class, List.of(species));
    }

    static RowSearch search(VectorSpecies<Float> species) {
        return (RowSearch) copy(VectorSearch.class, List.of(species));
    }

    private static Object copy(Class<?> template, List<?> data) {
        try {
            Lookup copy = MethodHandles.lookup().defineHiddenClassWithClassData(code(template), data, true);
            return copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("a kernel template must load: " + template.getSimpleName(), e);
        }
    }

    /// The vector species of the copy that asks.
    @SuppressWarnings("unchecked") // there are no others in a copy's data
    static VectorSpecies<Float> species(Lookup asking) {
        return data(asking, VectorSpecies.class, 0);
    }

    /// The kind of the copy that asks.
    static Kind kind(Lookup asking) {
        return data(asking, Kind.class, 1);
    }

    private static <T> T data(Lookup asking, Class<T> type, int index) {
        try {
            return MethodHandles.classDataAt(asking, "_", type, index);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a kernel template must give its own lookup", e);
        }
    }

    private static byte[] code(Class<?> template) {
        String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("a kernel template must be readable: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
