package io.highwater.common.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.Predef$;
import scala.collection.JavaConverters;
import scala.collection.immutable.Seq;

/** Java values as Spark's and Delta's Scala interfaces want them, and the other way round. Here: Scala 2.12. */
public final class ScalaValues {
    private ScalaValues() {}

    public static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBuffer(list).toList();
    }

    public static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
        return List.copyOf(JavaConverters.seqAsJavaList(seq));
    }

    public static scala.collection.immutable.Map<String, String> map(Map<String, String> map) {
        return JavaConverters.mapAsScalaMap(map).toMap(Predef$.MODULE$.$conforms());
    }

    /** The map itself, which Java code can look into. */
    public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
        return JavaConverters.mapAsJavaMap(map);
    }

    public static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return JavaConverters.asScalaIterator(iterator);
    }

    public static <T> Optional<T> optional(Option<T> option) {
        return Optional.ofNullable(option.isDefined() ? option.get() : null);
    }
}
