// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.training.trees.TreeRows;
import org.jspecify.annotations.Nullable;

/// Trees that LightGBM grows, and the rows that they learn from, in its memory. Owned by one thread; to be closed.
final class Booster implements AutoCloseable {
    private static final long MODEL_BYTES_FIRST = 1 << 20;
    private static final int UNSEEN = 1;

    private final String parameters;
    private final @Nullable SWIGTYPE_p_void rows;
    private @Nullable SWIGTYPE_p_void unseen;
    private @Nullable SWIGTYPE_p_void booster;

    /// No tree is grown yet.
    Booster(TreeRows rows, String parameters) {
        NativeLibrary.require();
        this.parameters = parameters;
        this.rows = dataset(rows, null);
        this.booster = handle(to -> lightgbmlib.LGBM_BoosterCreate(this.rows, parameters, to));
    }

    /// Lets [#lossOnUnseen] measure rows.
    void watch(TreeRows others) {
        unseen = dataset(others, rows);
        check(lightgbmlib.LGBM_BoosterAddValidData(booster, unseen));
    }

    /// Grows a tree, or one for each class.
    ///
    /// @return whether there was something left to learn
    boolean grow() {
        SWIGTYPE_p_int finished = lightgbmlib.new_intp();
        try {
            check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
            return lightgbmlib.intp_value(finished) == 0;
        } finally {
            lightgbmlib.delete_intp(finished);
        }
    }

    /// The loss on the rows that are watched.
    double lossOnUnseen() {
        SWIGTYPE_p_int count = lightgbmlib.new_intp();
        SWIGTYPE_p_double values = lightgbmlib.new_doubleArray(1);
        try {
            check(lightgbmlib.LGBM_BoosterGetEval(booster, UNSEEN, count, values));
            return lightgbmlib.doubleArray_getitem(values, 0);
        } finally {
            lightgbmlib.delete_doubleArray(values);
            lightgbmlib.delete_intp(count);
        }
    }

    /// The trees of the first rounds as text.
    String model(int rounds) {
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        try {
            return lightgbmlib.LGBM_BoosterSaveModelToStringSWIG(
                    booster, 0, rounds, lightgbmlibConstants.C_API_FEATURE_IMPORTANCE_SPLIT, MODEL_BYTES_FIRST, length);
        } finally {
            lightgbmlib.delete_int64_tp(length);
        }
    }

    @Override
    public void close() {
        if (booster != null) {
            check(lightgbmlib.LGBM_BoosterFree(booster));
            booster = null;
            check(lightgbmlib.LGBM_DatasetFree(rows));
            if (unseen != null) {
                check(lightgbmlib.LGBM_DatasetFree(unseen));
            }
        }
    }

    private SWIGTYPE_p_void dataset(TreeRows from, @Nullable SWIGTYPE_p_void binnedLike) {
        int columns = from.columns();
        long count = (long) from.rows() * columns;
        SWIGTYPE_p_float values = lightgbmlib.new_floatArray(count);
        SWIGTYPE_p_float labels = lightgbmlib.new_floatArray(from.rows());
        try {
            for (int row = 0; row < from.rows(); row++) {
                for (int column = 0; column < columns; column++) {
                    lightgbmlib.floatArray_setitem(values, (long) row * columns + column, from.value(row, column));
                }
                lightgbmlib.floatArray_setitem(labels, row, from.target(row));
            }
            SWIGTYPE_p_void dataset = handle(to -> lightgbmlib.LGBM_DatasetCreateFromMat(
                    lightgbmlib.float_to_voidp_ptr(values),
                    lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                    from.rows(),
                    columns,
                    1,
                    parameters,
                    binnedLike,
                    to));
            check(lightgbmlib.LGBM_DatasetSetField(
                    dataset,
                    "label",
                    lightgbmlib.float_to_voidp_ptr(labels),
                    from.rows(),
                    lightgbmlibConstants.C_API_DTYPE_FLOAT32));
            return dataset;
        } finally {
            lightgbmlib.delete_floatArray(values);
            lightgbmlib.delete_floatArray(labels);
        }
    }

    /// Something that makes a thing of LightGBM's and writes where it is.
    @FunctionalInterface
    private interface Maker {
        int make(SWIGTYPE_p_p_void to);
    }

    private static SWIGTYPE_p_void handle(Maker maker) {
        SWIGTYPE_p_p_void place = lightgbmlib.new_voidpp();
        try {
            check(maker.make(place));
            return lightgbmlib.voidpp_value(place);
        } finally {
            lightgbmlib.delete_voidpp(place);
        }
    }

    private static void check(int result) {
        if (result != 0) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "LightGBM must grow trees: " + lightgbmlib.LGBM_GetLastError());
        }
    }
}
