package io.highwater.common.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Java values as Spark's and Delta's Scala interfaces want them, and the other way round. Here: Scala 2.13. */
public final class ScalaValues {
    private ScalaValues() {}

    public static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    public static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
        return List.copyOf(CollectionConverters.asJava(seq));
    }

    public static scala.collection.immutable.Map<String, String> map(Map<String, String> map) {
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
    }

    /** The map itself, which Java code can look into. */
    public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
        return CollectionConverters.asJava(map);
    }

    public static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return CollectionConverters.asScala(iterator);
    }

    public static <T> Optional<T> optional(Option<T> option) {
        return OptionConverters.toJava(option);
    }
}
