-- A shop's order system. Runs in one go after @now, @customers, @orders and @seed are set.
-- ORA_HASH picks values that look random and are the same for the same seed.

CREATE TABLE customers (
  customer_id BIGINT PRIMARY KEY,
  name        VARCHAR(80) NOT NULL,
  email       VARCHAR(120) NOT NULL,
  city        VARCHAR(40) NOT NULL,
  country     VARCHAR(2) NOT NULL,
  newsletter  BOOLEAN NOT NULL,
  created_at  TIMESTAMP(0) WITH TIME ZONE NOT NULL,
  updated_at  TIMESTAMP(0) WITH TIME ZONE NOT NULL
);

CREATE TABLE orders (
  order_id    BIGINT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  status      VARCHAR(10) NOT NULL,
  payment     VARCHAR(10) NOT NULL,
  total       DECIMAL(12, 2) NOT NULL,
  created_at  TIMESTAMP(0) WITH TIME ZONE NOT NULL,
  updated_at  TIMESTAMP(0) WITH TIME ZONE NOT NULL
);

CREATE TABLE order_lines (
  order_id   BIGINT NOT NULL,
  line_no    INTEGER NOT NULL,
  product    VARCHAR(40) NOT NULL,
  quantity   INTEGER NOT NULL,
  unit_price DECIMAL(10, 2) NOT NULL,
  created_at TIMESTAMP(0) WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP(0) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (order_id, line_no)
);

-- What the shop sells. Not loaded anywhere: order lines carry what they need.
CREATE TABLE products (product_id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, price DECIMAL(10, 2) NOT NULL);
INSERT INTO products VALUES
  (0, 'Espresso cups, set of 4', 24.90), (1, 'Moka pot, 6 cups', 39.00), (2, 'Burr grinder', 129.00),
  (3, 'Pour-over stand', 34.50), (4, 'Paper filters, 100', 6.80), (5, 'Milk jug, 0.6 l', 19.90),
  (6, 'House blend, 1 kg', 22.00), (7, 'Ethiopia Guji, 250 g', 11.50), (8, 'Decaf, 500 g', 13.90),
  (9, 'Kettle, gooseneck', 79.00), (10, 'Kitchen scale', 27.50), (11, 'Cold brew bottle', 23.00),
  (12, 'Descaler, 3 sachets', 8.40), (13, 'Tamper, 58 mm', 32.00), (14, 'Knock box', 21.50),
  (15, 'Travel mug', 18.90), (16, 'Tea, Darjeeling, 100 g', 9.60), (17, 'Teapot, cast iron', 49.00),
  (18, 'Oat drink, 6 pack', 11.40), (19, 'Gift card', 50.00);

INSERT INTO customers
SELECT customer_id, given || ' ' || family,
       LOWER(given) || '.' || LOWER(family) || customer_id || '@example.'
         || ARRAY['com', 'org', 'net'][1 + ORA_HASH(customer_id, 2, @seed + 6)],
       ARRAY['Köln', 'Zürich', 'Kraków', 'Malmö', 'Lyon', 'Porto', 'Utrecht', 'Graz', 'Sevilla', 'Aarhus', 'Torino',
             'Brno'][1 + place],
       ARRAY['DE', 'CH', 'PL', 'SE', 'FR', 'PT', 'NL', 'AT', 'ES', 'DK', 'IT', 'CZ'][1 + place],
       newsletter, created_at,
       LEAST(DATEADD(HOUR, ORA_HASH(customer_id, 900, @seed + 8), created_at), @now)
FROM (
  SELECT x AS customer_id,
         ARRAY['Ada', 'Alma', 'Anton', 'Bela', 'Carla', 'Clara', 'David', 'Elena', 'Emil', 'Femke', 'Greta', 'Hugo',
               'Ida', 'Jan', 'Jonas', 'Karel', 'Lena', 'Lucia', 'Marek', 'Maria', 'Milan', 'Nora', 'Olga', 'Oskar',
               'Paula', 'Pedro', 'Rosa', 'Sofia', 'Tomas', 'Vera', 'Willem', 'Zora'][1 + ORA_HASH(x, 31, @seed)]
           AS given,
         ARRAY['Andersen', 'Bakker', 'Bauer', 'Bianchi', 'Costa', 'Dubois', 'Dvorak', 'Eriksson', 'Ferreira', 'Fischer',
               'Garcia', 'Gruber', 'Hansen', 'Huber', 'Jansen', 'Keller', 'Kowalski', 'Lambert', 'Larsen', 'Lindberg',
               'Lopez', 'Marino', 'Meier', 'Moreau', 'Nilsson', 'Novak', 'Pereira', 'Rossi', 'Schmidt', 'Silva',
               'Steiner', 'Visser', 'Wagner', 'Weber', 'Wojcik', 'Zeman'][1 + ORA_HASH(x, 35, @seed + 1)]
           AS family,
         ORA_HASH(x, 11, @seed + 2) AS place,
         ORA_HASH(x, 9, @seed + 3) < 4 AS newsletter,
         DATEADD(SECOND,
                 -CAST((@customers - x) * 31536000 / @customers AS BIGINT) - ORA_HASH(x, 80000, @seed + 4) - 86400,
                 @now) AS created_at
  FROM SYSTEM_RANGE(1, @customers) AS n(x));

-- Orders of the last 180 days, the oldest first. The newest twentieth of the customers has not bought anything yet.
INSERT INTO orders
SELECT order_id, customer_id, status, payment, 0, created_at,
       LEAST(DATEADD(HOUR, 1 + ORA_HASH(order_id, 190, @seed + 15), created_at), @now)
FROM (
  SELECT order_id,
         1 + ORA_HASH(order_id, CAST(@customers * 19 / 20 AS INTEGER) - 1, @seed + 9) AS customer_id,
         CASE WHEN age < 2 * 86400 THEN ARRAY['new', 'paid', 'paid'][1 + ORA_HASH(order_id, 2, @seed + 12)]
              WHEN age < 8 * 86400 THEN ARRAY['paid', 'shipped', 'shipped'][1 + ORA_HASH(order_id, 2, @seed + 12)]
              WHEN ORA_HASH(order_id, 99, @seed + 13) < 4 THEN 'cancelled'
              WHEN ORA_HASH(order_id, 99, @seed + 14) < 3 THEN 'returned'
              ELSE 'delivered' END AS status,
         ARRAY['card', 'card', 'card', 'paypal', 'invoice'][1 + ORA_HASH(order_id, 4, @seed + 10)] AS payment,
         DATEADD(SECOND, -age, @now) AS created_at
  FROM (
    SELECT x AS order_id,
           CAST((@orders - x) * 15552000 / @orders AS BIGINT) + ORA_HASH(x, 3000, @seed + 11) + 600 AS age
    FROM SYSTEM_RANGE(1, @orders) AS n(x)));

-- One to five lines an order.
INSERT INTO order_lines
SELECT order_id, line_no, p.name, quantity, p.price, created_at, created_at
FROM (
  SELECT o.order_id, r.x AS line_no, o.created_at,
         1 + ORA_HASH(o.order_id * 10 + r.x, 2, @seed + 17) AS quantity,
         ORA_HASH(o.order_id * 10 + r.x, 19, @seed + 18) AS pick
  FROM (SELECT order_id, created_at, 1 + ORA_HASH(order_id, 4, @seed + 16) AS line_count FROM orders) o
  JOIN SYSTEM_RANGE(1, 5) AS r(x) ON r.x <= o.line_count
) l
JOIN products p ON p.product_id = l.pick;

UPDATE orders o SET total = (SELECT SUM(l.quantity * l.unit_price) FROM order_lines l WHERE l.order_id = o.order_id);
